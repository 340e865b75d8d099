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

    private readonly Option<bool> liveness = new("--liveness")
    {
        Description = "look also for states from which no state with a leader and everything committed can be reached",
    };

    private readonly Option<long?> simulate = CommonOptions.Number<long?>(
        "--simulate", "N", 1, CommonOptions.MostSchedules, "so many random walks within the bounds, and store nothing");

    private readonly Option<long> seed = CommonOptions.Seed();
    private readonly Option<int> workers = CommonOptions.Workers();
    private readonly Option<string> folder = CommonOptions.Out();
    private readonly Option<bool> noShrink = CommonOptions.NoShrink();
    private readonly Option<bool> json = CommonOptions.Json();

    private enum Symmetry
    {
        None,
        Servers,
    }

    private IEnumerable<Option> Options =>
        [.. world.All, symmetry, mutant, memory, liveness, simulate, seed, workers, folder, noShrink, json];

    /// <summary>The command.</summary>
    public static Command Create() => new ExploreCommand().Build();

    private Command Build()
    {
        var command = new Command("explore", "Meet all states within bounds, breadth first over the rules.");
        foreach (var option in Options)
        {
            command.Add(option);
        }

        command.SetAction(parse => parse.GetValue(simulate) is { } walks
            ? new SimulateRun(Read(parse), walks, parse.GetValue(seed), Surroundings.Of(parse)).Run()
            : new ExploreRun(Read(parse), Surroundings.Of(parse)).Run());
        return command;
    }

    private ExplorePlan Read(ParseResult parse)
    {
        var bug = parse.GetValue(mutant);
        var bytes = parse.GetValue(memory) is { } megabytes
            ? (long)megabytes << 20
            : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;
        var countsAsOne = parse.GetValue(symmetry) == Symmetry.Servers;
        var search = new SearchPlan(parse.GetValue(workers), bytes, countsAsOne, Path.GetTempPath())
        {
            Liveness = parse.GetValue(liveness),
        };
        return new ExplorePlan(
            world.BoundsIn(parse), world.RulesIn(parse, bug), bug?.Name, search,
            new OutFolder(parse.GetValue(folder)!) { Shrinks = !parse.GetValue(noShrink), Draws = false }, parse.GetValue(json));
    }
}

/// <summary>What <c>raft explore</c> was asked for.</summary>
internal sealed record ExplorePlan(
    Bounds Bounds, Core.Protocol.Rules Rules, string? Mutant, SearchPlan Search, OutFolder Folder, bool Json)
{
    /// <summary>
    /// What the explorer found is told as the judge of all runs tells it; if that one finds nothing, we are wrong.
    /// </summary>
    public Finding Found(IReadOnlyList<ConcreteAction> actions, (string Strategy, long Seed, long Walk) how)
    {
        var trace = Reenactment.Play(actions, Bounds, Rules, Mutant, how);
        return trace.Header.Violation is not null
            ? Folder.Write(trace, TraceInput.RulesOf(Mutant))
            : throw new InvalidOperationException(
                $"the explorer found a violation that the judge does not confirm, after {string.Join(", ", actions)}");
    }
}
