using System.CommandLine;
using System.CommandLine.Parsing;
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
    private readonly Option<string?> checkpoint = new("--checkpoint")
    {
        HelpName = "DIR",
        Description = "keep in DIR, after each level, what it takes to go on",
    };

    private readonly Option<string?> resume = new("--resume")
    {
        HelpName = "DIR",
        Description = "go on with an exploration that --checkpoint DIR was given to; DIR knows what was asked for",
    };

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
        [.. Asking, simulate, seed, checkpoint, resume, memory, workers, folder, noShrink, json];

    /// <summary>The options that say what is to be explored.</summary>
    private IEnumerable<Option> Asking => [.. world.All, symmetry, mutant, liveness];

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
            ? new SimulateRun(Read(StoringNothing(parse)), walks, parse.GetValue(seed), Surroundings.Of(parse)).Run()
            : new ExploreRun(PlanOf(parse), Surroundings.Of(parse)).Run());
        return command;
    }

    /// <summary>Walks store nothing, so what is about stored states means nothing with them.</summary>
    private ParseResult StoringNothing(ParseResult parse)
    {
        Option[] ofStored = [symmetry, liveness, checkpoint, resume, memory];
        return ofStored.FirstOrDefault(option => parse.GetResult(option) is { Implicit: false }) is { } other
            ? throw new BadUsageException($"--simulate stores no states; came {other.Name} beside it, which is about them")
            : parse;
    }

    private ExplorePlan PlanOf(ParseResult parse) =>
        parse.GetValue(resume) is { } begun ? Resume(parse, begun) : Read(parse);

    /// <summary>The plan of an exploration that was interrupted; how it is run may be said anew, and nothing else.</summary>
    private ExplorePlan Resume(ParseResult parse, string begun)
    {
        var past = new Checkpoint(begun).Read()
            ?? throw new BadUsageException($"--resume expects a folder that --checkpoint was given to, came \"{begun}\"");
        if (WordsOf(parse) is [var other, ..])
        {
            throw new BadUsageException(
                $"--resume knows what was asked for: \"{string.Join(' ', past.Words)}\"; came {other} beside it");
        }

        var again = new ExploreCommand();
        var asked = again.Read(RaftCommand.Understood(again.Build().Parse([.. past.Words], RaftCommand.Plain)));
        var now = Read(parse);
        return asked with
        {
            Search = asked.Search with
            {
                Workers = now.Search.Workers,
                Memory = now.Search.Memory,
                Checkpoint = new Checkpoint(begun),
                Past = past,
                Words = past.Words,
            },
            Folder = now.Folder,
            Json = now.Json,
        };
    }

    private List<string> WordsOf(ParseResult parse) =>
    [
        .. Asking.Select(parse.GetResult).OfType<OptionResult>().Where(result => !result.Implicit).SelectMany(
            result => result.Tokens.Select(token => token.Value).Prepend(result.Option.Name)),
    ];

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
            Checkpoint = parse.GetValue(checkpoint) is { } kept ? new Checkpoint(kept) : null,
            Words = WordsOf(parse),
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
