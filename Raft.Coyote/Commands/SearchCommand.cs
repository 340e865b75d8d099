using System.Globalization;
using Raft.Coyote.Exploration;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary>The command that looks anew for what a trace once showed.</summary>
internal static class SearchCommand
{
    /// <summary>The command for the header of a trace.</summary>
    public static string For(Header header)
    {
        var wishes = DrawnSetup.ToWishes(header.Draw);
        string[] words =
        [
            $"{Ourselves.Command} check", Shell.Quote(header.Scenario), "--strategy", Shell.Quote(header.Strategy),
                .. Option("--seed", header.Seed),
            .. Guests.Ran(header.Mutant) ? Guests.WordsFor(header.Mutant).Select(Shell.Quote) : Option("--mutant", header.Mutant),
            .. Option("--servers", wishes.Servers), .. Option("--events", wishes.MaxEvents),
                .. Option("--commit-rule", wishes.CommitRule is { } rule ? CommitRules.NameOf(rule) : null),
            .. (DrawnSetup.ToJudged(header.Draw) ?? new HashSet<string>()).SelectMany(property => Option("--property", property)),
        ];
        return string.Join(' ', words);
    }

    private static string[] Option(string name, object? value) =>
        value is null ? [] : [name, Shell.Quote(Convert.ToString(value, CultureInfo.InvariantCulture)!)];
}
