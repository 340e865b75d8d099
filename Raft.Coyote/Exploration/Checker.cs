using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration;

/// <summary>What is to be checked.</summary>
/// <param name="Subject">What is the same for all schedules.</param>
/// <param name="Scenarios">The scenarios, in the order in which they run.</param>
/// <param name="Strategies">The strategies that take turns.</param>
/// <param name="Schedules">How many schedules in all.</param>
/// <param name="Shard">Which share of the blocks is ours, from 1.</param>
/// <param name="Shards">Into how many shares the blocks are dealt.</param>
/// <param name="IsTimeUp">Whether a scenario is to start no more blocks; null when only their number counts.</param>
public sealed record CheckRequest(
    Subject Subject,
    IReadOnlyList<Scenario> Scenarios,
    IReadOnlyList<Strategy> Strategies,
    long Schedules,
    int Shard = 1,
    int Shards = 1,
    Func<Scenario, bool>? IsTimeUp = null);

/// <summary>What came of one scenario.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Tally">What its schedules did.</param>
/// <param name="Found">The violation that ended it; null when it ran clean.</param>
/// <param name="Fault">What went wrong in the checker itself; null when nothing did.</param>
/// <param name="Missed">Properties that it should have exercised and never did.</param>
public sealed record ScenarioReport(Scenario Scenario, Tally Tally, Trace? Found, string? Fault, IReadOnlyList<string> Missed)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsClean => Found is null && Fault is null && Missed.Count == 0;
}

/// <summary>Runs scenarios in blocks of schedules, and sums up what came of each.</summary>
public static class Checker
{
    /// <summary>How many schedules one engine runs before the next strategy has its turn.</summary>
    public const int BlockSize = 50;

    /// <summary>
    /// Below so many schedules a property that was never exercised is no failure: chance may not have come to it.
    /// </summary>
    public const int EnoughSchedules = 300;

    /// <summary>Checks; each scenario is reported as soon as it ends. A scenario ends at its first violation, or fault.</summary>
    /// <param name="request">What is to be checked.</param>
    /// <param name="workers">How many engines run side by side; it changes nothing but the time.</param>
    /// <param name="onBlock">Is told of each block that is done.</param>
    /// <param name="onScenario">Is given each scenario's report, in order.</param>
    /// <param name="cancel">Ends it with what was found so far.</param>
    /// <param name="past">What ran before and need not run again; null when nothing did.</param>
    public static void Run(
        CheckRequest request,
        int workers,
        Action<BlockResult> onBlock,
        Action<ScenarioReport> onScenario,
        CancellationToken cancel,
        IPast? past = null)
    {
        foreach (var scenario in request.Scenarios)
        {
            if (cancel.IsCancellationRequested)
            {
                break;
            }

            onScenario(Run(request, scenario, workers, onBlock, cancel, past));
        }
    }

    /// <summary>The blocks of one scenario: its share of the schedules, the strategies taking turns.</summary>
    public static IEnumerable<Block> Blocks(CheckRequest request, Scenario scenario)
    {
        var strategies = request.Strategies.Where(strategy => strategy.IsFair || !scenario.Heals).ToList();
        var schedules = scenario.Suits(request.Subject.Wishes.Servers) ? Share(request, scenario) : 0;
        for (var number = 0; (long)number * BlockSize < schedules && strategies.Count > 0; number++)
        {
            var first = (long)number * BlockSize;
            if (number % request.Shards == request.Shard - 1)
            {
                var size = (int)Math.Min(BlockSize, schedules - first);
                yield return new Block(scenario, strategies[number % strategies.Count], number, first, size);
            }
        }
    }

    /// <summary>How many of the schedules a scenario gets, by its weight.</summary>
    public static long Share(CheckRequest request, Scenario scenario)
    {
        var all = request.Scenarios.Sum(each => each.Weight);
        var before = request.Scenarios.TakeWhile(each => each != scenario).Sum(each => each.Weight);
        return (request.Schedules * (before + scenario.Weight) / all) - (request.Schedules * before / all);
    }

    private static ScenarioReport Run(
        CheckRequest request, Scenario scenario, int workers, Action<BlockResult> onBlock, CancellationToken cancel, IPast? past)
    {
        var tally = new Tally();
        BlockResult? end = null;
        var all = Blocks(request, scenario);
        var blocks = past is null ? all.TakeWhile(_ => !IsTimeUp()) : past.Blocks(scenario, all, IsTimeUp);
        Campaign.Run(blocks, block => past?.Find(block) ?? CoyoteDriver.Run(block, request.Subject), workers, Take, cancel);
        return new ScenarioReport(scenario, tally, end?.Found, end?.Fault, Missed(request, scenario, tally));

        bool IsTimeUp() => request.IsTimeUp?.Invoke(scenario) == true;

        // Of the states only those that are new in the scenario go on, so that whoever keeps them keeps each once.
        bool Take(BlockResult result)
        {
            result.Tally.States.ExceptWith(tally.States);
            tally.Add(result.Tally);
            onBlock(result);
            end = result.Found is null && result.Fault is null ? null : result;
            return end is null;
        }
    }

    private static IReadOnlyList<string> Missed(CheckRequest request, Scenario scenario, Tally tally) =>
        tally.Schedules < EnoughSchedules || IsOutOfTheOrdinary(request.Subject.Wishes)
            ? []
            : [.. scenario.Exercises.Where(
                name => request.Subject.Judged?.Contains(name) != false && tally.Exercised.GetValueOrDefault(name) == 0)];

    /// <summary>
    /// A server alone never sends a message, and runs of a length that the user chose may be too short for anything.
    /// </summary>
    private static bool IsOutOfTheOrdinary(Wishes wishes) => wishes.Servers == 1 || wishes.MaxEvents is not null;
}
