using System.Globalization;
using System.Text.Json;
using Raft.Core.Protocol;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Traces.Show;

/// <summary>What the page says above the picture: how the run came about, and what fell.</summary>
internal static class PageHeader
{
    /// <summary>How a run came about, each thing with its name.</summary>
    public static IReadOnlyList<string[]> Of(Trace trace)
    {
        var header = trace.Header;
        return
        [
            ["scenario", header.Scenario],
            .. header.Mutant is null ? [] : new string[][] { ["mutant", header.Mutant] },
            ["driver", header.Driver == Driver.Coyote ? "Coyote actors" : "the rules alone"],
            ["strategy", header.Strategy],
            ["seed", Text(header.Seed)],
            ["schedule", Text(header.Schedule)],
            ["servers", Text(header.Servers)],
            ["clients", Text(header.Clients)],
            .. OptionsOf(header.Options),
            .. header.Draw.Items.Select(drawn => new[] { drawn.Name, drawn.Value }),
            ["recorded by", header.Product],
        ];
    }

    /// <summary>What fell, with what the property says.</summary>
    public static PageVerdict? VerdictOf(Violation? violation)
    {
        if (violation is null)
        {
            return null;
        }

        var page = PropertyPage.Find(violation.Property);
        return new PageVerdict(
            violation.Property, page?.Statement, page?.Source,
            Properties.Liveness().Any(property => property.Name == violation.Property), violation.Explanation,
            [.. violation.Facts.Items.Select(fact => new PageFact(fact.Happening, fact.Text))]);
    }

    private static string[][] OptionsOf(Options options) =>
    [
        ["back-tracking", Words(options.BackTracking)],
        ["commit rule", Words(options.CommitRule)],
        ["no-op at election", options.NoOpAtElection ? "yes" : "no"],
        ["empty heartbeats", options.EmptyHeartbeats ? "yes" : "no"],
        ["entries in an AppendEntries", Most(options.MaxEntriesPerAppend)],
        .. FurtherOptions.Unusual(options).Select(option => new[] { Words(option.Name), WordsOf(option.Value) }),
    ];

    private static string WordsOf(object value) => value switch
    {
        bool => "yes",
        Enum choice => Words(choice),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Most(int entries) => entries == int.MaxValue ? "all" : $"at most {Text(entries)}";

    private static string Words(Enum choice) => Words(choice.ToString());

    private static string Words(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name).Replace('-', ' ');

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
