using System.CommandLine;
using System.CommandLine.Parsing;
using Raft.Coyote.Exploration;
using Raft.Coyote.Mutants;
using Raft.Coyote.Scenarios;

namespace Raft.Coyote.Commands;

/// <summary>Finds what the user names; a name that nothing has is refused with a list of those that there are.</summary>
internal static class Names
{
    /// <summary>The scenarios of these names, each once.</summary>
    public static Scenario[] Scenarios(ArgumentResult names) =>
        [.. Values(names).Select(Scenario).Distinct()];

    /// <summary>Files, each once. An option that there is not is no file.</summary>
    public static string[] Files(ArgumentResult names) => [.. Values(names).Distinct()];

    /// <summary>The scenario of a name.</summary>
    public static Scenario Scenario(string name) =>
        AllScenarios.Find(name)
            ?? throw BadUsageException.Unknown("scenario", name, AllScenarios.InOrder.Select(each => each.Name));

    /// <summary>The strategies of these names, each once.</summary>
    public static Strategy[] Strategies(ArgumentResult names) =>
        [.. Values(names).Select(Strategy).Distinct()];

    /// <summary>The mutants of these names, each once.</summary>
    public static Mutant[] Mutants(ArgumentResult names) =>
        [.. Values(names).Select(Mutant).DistinctBy(mutant => mutant.Name)];

    /// <summary>The mutant of a name.</summary>
    public static Mutant Mutant(string name) =>
        Catalogue.Find(name) ?? throw BadUsageException.Unknown("mutant", name, Catalogue.All.Items.Select(each => each.Name));

    /// <summary>
    /// The properties of these names, each once. Where a space is a nuisance, a hyphen will do, and small letters too.
    /// </summary>
    public static string[] Properties(ArgumentResult names) =>
        [.. Values(names).Select(Property).Distinct()];

    /// <summary>That the user gave an option that there is not.</summary>
    public static BadUsageException UnknownOption(string name, Command command) =>
        BadUsageException.Unknown("option", name, command.Options.Where(option => !option.Hidden).Select(option => option.Name));

    /// <summary>The parser takes an option that it does not know for one more argument.</summary>
    private static IEnumerable<string> Values(ArgumentResult names)
    {
        foreach (var token in names.Tokens)
        {
            yield return token.Value.StartsWith('-') && names.Parent is CommandResult { Command: var command }
                ? throw UnknownOption(token.Value, command)
                : token.Value;
        }
    }

    private static Strategy Strategy(string name) =>
        Exploration.Strategy.Find(name)
            ?? throw BadUsageException.Unknown("strategy", name, Exploration.Strategy.OfBothDrivers.Select(each => each.Name));

    private static string Property(string name) =>
        Specifications.Properties.Known.FirstOrDefault(each => Simplified(each) == Simplified(name))
        ?? throw BadUsageException.Unknown("property", name, Specifications.Properties.Known);

    private static string Simplified(string name) => name.Replace(' ', '-').ToLowerInvariant();
}
