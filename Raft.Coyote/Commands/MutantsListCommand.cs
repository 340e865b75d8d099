using System.CommandLine;
using Raft.Coyote.Mutants;

namespace Raft.Coyote.Commands;

/// <summary><c>raft mutants list</c>.</summary>
internal sealed class MutantsListCommand
{
    private static readonly ReportTable Table = new(
        new Column("mutant", 24), new Column("group", 11),
        new Column("defect", 42), new Column("seen in", 15), new Column("falls", 20));

    private readonly Option<bool> json = CommonOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create() => new MutantsListCommand().Build();

    private Command Build()
    {
        var command = new Command("list", "List the mutants, and the properties that fall for each.") { json };
        command.SetAction(parse => Run(parse.GetValue(json), Surroundings.Of(parse)));
        return command;
    }

    private static int Run(bool json, Surroundings surroundings)
    {
        foreach (var line in json ? [Document()] : Lines())
        {
            surroundings.Output.WriteLine(line);
        }

        return ExitCode.Clean;
    }

    private static IEnumerable<string> Lines() => Table.Head().Concat(Catalogue.All.Items.SelectMany(Row));

    private static IEnumerable<string> Row(Mutant mutant)
    {
        var defect = mutant.IsControl ? $"{mutant.Defect} A control: {mutant.Control}" : mutant.Defect;
        return Table.Row(mutant.Name, mutant.Group, defect, mutant.Source, Falls(mutant));
    }

    /// <summary>The most direct one is enough for a reader; the document has all.</summary>
    private static string Falls(Mutant mutant) => (mutant.IsControl, mutant.Falls.Count) switch
    {
        (true, _) => "none: a control",
        (_, 1) => mutant.Falls[0],
        (_, var count) => $"{mutant.Falls[0]}, or one of {count - 1} others",
    };

    private static string Document() => ReportJson.Write(new ListJson(
        [.. Catalogue.All.Items.Select(mutant => new MutantJson(
            mutant.Name, mutant.Group, mutant.Defect, mutant.Source, mutant.Falls.Items, mutant.Control))]));

    private sealed record ListJson(IReadOnlyList<MutantJson> Mutants) : DocumentJson;

    /// <summary>A mutant; a control says why it does no harm.</summary>
    private sealed record MutantJson(
        string Mutant, string Group, string Defect, string SeenIn, IEnumerable<string> Falls, string? Control);
}
