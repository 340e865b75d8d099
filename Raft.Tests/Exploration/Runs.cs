using Raft.Core.Protocol;
using Raft.Coyote.Environment.Actors;
using Raft.Coyote.Exploration;
using Raft.Coyote.Mutants;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;

namespace Raft.Tests.Exploration;

/// <summary>Runs of the checker for tests: the ordinary scenarios and strategies, and seeds that are written down.</summary>
internal static class Runs
{
    public static CheckRequest Request(long schedules, long seed = 1, params string[] judged) => new(
        new Subject(seed, new Wishes(), null, options => new Rules(options), judged.Length == 0 ? null : judged.ToHashSet()),
        AllScenarios.InOrder,
        Strategy.All,
        schedules);

    public static MutantReport Of(string mutant, long schedules, params string[] judged) =>
        MutantRun.Run(Catalogue.Find(mutant)!, Request(schedules, judged: judged), workers: 2, _ => { }, CancellationToken.None);

    public static MutantReport OfBothDrivers(string mutant, long schedules, long walks, params string[] judged)
    {
        var request = Request(schedules, judged: judged) with { Strategies = Strategy.OfBothDrivers, Walks = walks };
        return MutantRun.Run(Catalogue.Find(mutant)!, request, workers: 2, _ => { }, CancellationToken.None);
    }

    /// <summary>The first trace of a mutant that walks on the rules alone find.</summary>
    public static Trace Walk(string mutant, long walks, params string[] judged) =>
        Walks(mutant, walks, AllScenarios.InOrder, judged)!;

    /// <summary>The same; null when they find none.</summary>
    public static Trace? Walks(string mutant, long walks, IReadOnlyList<Scenario> scenarios, params string[] judged)
    {
        var request = Request(walks, judged: judged) with { Strategies = [Strategy.Walk], Scenarios = scenarios };
        return MutantRun.Run(Catalogue.Find(mutant)!, request, workers: 2, _ => { }, CancellationToken.None).Found;
    }

    public static BlockResult Block(
        string scenario, string strategy, int schedules, long seed = 1, Func<Options, Rules>? rules = null, Action<Stage>? onSchedule = null)
    {
        var subject = Request(schedules, seed).Subject;
        var block = new Block(AllScenarios.Find(scenario)!, Strategy.Find(strategy)!, 0, 0, schedules);
        return CoyoteDriver.Run(block, rules is null ? subject : subject with { Rules = rules }, onSchedule);
    }
}
