using System.CommandLine;
using Raft.Coyote.Exploration.Exhaustive;
using Raft.Coyote.Mutants;

namespace Raft.Coyote.Commands;

/// <summary><c>raft explore</c>: meets all states within bounds, breadth first over the rules.</summary>
internal sealed class ExploreCommand
{
    private const int MostMegabytes = 1 << 20;
    private readonly ExploreOptions world = new();
    private readonly Option<Symmetry> symmetry = CommonOptions.Choice<Symmetry>(
        "--symmetry", "whether states count as one that differ in the servers' names only (default: none)",
        new Dictionary<string, Symmetry> { ["servers"] = Symmetry.Servers, ["none"] = Symmetry.None });

    private readonly Option<Mutant?> mutant = new("--mutant")
    {
        HelpName = "NAME",
        Description = "run the rules with this bug in them; raft mutants list names them",
        CustomParser = result => Names.Mutant(result.Tokens[0].Value),
    };

    private readonly Option<int?> memory = CommonOptions.Number<int?>(
        "--memory", "MB", 1, MostMegabytes, "memory it may take up (default: three quarters of what there is)");

    private readonly Option<int> workers = CommonOptions.Workers();
    private readonly Option<string> folder = CommonOptions.Out();
    private readonly Option<bool> noShrink = CommonOptions.NoShrink();
    private readonly Option<bool> json = CommonOptions.Json();

    private enum Symmetry
    {
        None,
        Servers,
    }

    /// <summary>The command.</summary>
    public static Command Create() => new ExploreCommand().Build();

    private Command Build()
    {
        var command = new Command("explore", "Meet all states within bounds, breadth first over the rules.");
        foreach (var option in (Option[])[.. world.All, symmetry, mutant, memory, workers, folder, noShrink, json])
        {
            command.Add(option);
        }

        command.SetAction(parse => new ExploreRun(Read(parse), Surroundings.Of(parse)).Run());
        return command;
    }

    private ExplorePlan Read(ParseResult parse)
    {
        var bug = parse.GetValue(mutant);
        var bytes = parse.GetValue(memory) is { } megabytes
            ? (long)megabytes << 20
            : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;
        var search = new SearchPlan(parse.GetValue(workers), bytes, parse.GetValue(symmetry) == Symmetry.Servers, Path.GetTempPath());
        return new ExplorePlan(
            world.BoundsIn(parse), world.RulesIn(parse, bug), bug?.Name, search,
            new OutFolder(parse.GetValue(folder)!) { Shrinks = !parse.GetValue(noShrink), Draws = false }, parse.GetValue(json));
    }
}

/// <summary>What <c>raft explore</c> was asked for.</summary>
internal sealed record ExplorePlan(
    Bounds Bounds, Core.Protocol.Rules Rules, string? Mutant, SearchPlan Search, OutFolder Folder, bool Json);
