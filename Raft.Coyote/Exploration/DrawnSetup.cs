using System.Globalization;
using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration;

/// <summary>What a trace says of how its run was made up: enough to make it up again.</summary>
internal static class DrawnSetup
{
    private const string ServersAsked = "servers asked for";
    private const string CommitRuleAsked = "commit rule asked for";
    private const string EventsAsked = "events asked for";
    private const string JudgedBy = "judged by";
    private const string Comma = ", ";

    /// <summary>The header of a schedule of a block, in which a property fell.</summary>
    public static Header Header(Block block, Subject subject, Setup setup, long schedule, Violation violation) => new(
        TraceFormat.Product,
        block.Scenario.Name,
        setup.Servers,
        setup.Plans.Count,
        setup.Options,
        ToDrawn(subject.Wishes, subject.Judged, setup),
        block.Driver,
        block.Strategy.Name,
        subject.Seed,
        schedule,
        subject.Mutant,
        violation,
        Steps: 0);

    /// <summary>What the user asked for, and what the scenario drew.</summary>
    public static Sequence<Drawn> ToDrawn(Wishes wishes, IReadOnlySet<string>? judged, Setup setup) =>
    [
        .. Asked(ServersAsked, wishes.Servers),
        .. Asked(CommitRuleAsked, wishes.CommitRule),
        .. Asked(EventsAsked, wishes.MaxEvents),
        .. judged is null ? (Drawn[])[] : [new Drawn(JudgedBy, string.Join(Comma, judged.Order(StringComparer.Ordinal)))],
        new Drawn("events at most", setup.MaxEvents.ToString(CultureInfo.InvariantCulture)),
        new Drawn("faults", setup.Faults.ToString()),
        new Drawn("pace", setup.Pace.ToString()),
    ];

    /// <summary>What the user asked for, read back.</summary>
    /// <exception cref="FormatException">It is nothing that a user could ask for.</exception>
    public static Wishes ToWishes(Sequence<Drawn> drawn) =>
        new(
            Number(drawn, ServersAsked, TraceFormat.MostServers),
            RuleAsked(drawn),
            Number(drawn, EventsAsked, TraceFormat.MostEvents));

    /// <summary>The properties that the user wanted to judge by, read back; null for all.</summary>
    /// <exception cref="FormatException">One of them is no property.</exception>
    public static IReadOnlySet<string>? ToJudged(Sequence<Drawn> drawn)
    {
        var names = Find(drawn, JudgedBy)?.Split(Comma);
        return names?.FirstOrDefault(name => !Properties.Known.Contains(name)) is { } unknown
            ? throw new FormatException($"expected properties under \"{JudgedBy}\", came \"{unknown}\"")
            : names?.ToHashSet();
    }

    private static int? Number(Sequence<Drawn> drawn, string name, int most) => Find(drawn, name) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0 && number <= most => number,
        var text => throw new FormatException($"expected a whole number from 1 to {most} under \"{name}\", came \"{text}\""),
    };

    private static CommitRule? RuleAsked(Sequence<Drawn> drawn) => Find(drawn, CommitRuleAsked) switch
    {
        null => null,
        var text when Enum.TryParse<CommitRule>(text, out var rule) && Enum.IsDefined(rule) => rule,
        var text => throw new FormatException($"expected a commit rule under \"{CommitRuleAsked}\", came \"{text}\""),
    };

    private static IEnumerable<Drawn> Asked<T>(string name, T? value)
        where T : struct => value is { } asked ? [new Drawn(name, string.Create(CultureInfo.InvariantCulture, $"{asked}"))] : [];

    private static string? Find(Sequence<Drawn> drawn, string name) =>
        drawn.Items.FirstOrDefault(each => each.Name == name)?.Value;
}
