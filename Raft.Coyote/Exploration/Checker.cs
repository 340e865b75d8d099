using Raft.Coyote.Scenarios;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration;

/// <summary>What is to be checked.</summary>
/// <param name="Subject">What is the same for all schedules.</param>
/// <param name="Scenarios">The scenarios, in the order in which they run.</param>
/// <param name="Strategies">The strategies; those of one driver take turns.</param>
/// <param name="Schedules">How many schedules Coyote runs in all.</param>
/// <param name="Shard">Which share of the blocks is ours, from 1.</param>
/// <param name="Shards">Into how many shares the blocks are dealt.</param>
/// <param name="IsTimeUp">Whether a leg is to start no more blocks; null when only their number counts.</param>
/// <param name="Walks">How many walks the rules driver runs in all; as many as Coyote when null.</param>
public sealed record CheckRequest(
    Subject Subject,
    IReadOnlyList<Scenario> Scenarios,
    IReadOnlyList<Strategy> Strategies,
    long Schedules,
    int Shard = 1,
    int Shards = 1,
    Func<Leg, bool>? IsTimeUp = null,
    long? Walks = null)
{
    /// <summary>The legs of the check, in the order in which they run: the drivers take turns with each scenario.</summary>
    public IReadOnlyList<Leg> Legs =>
    [
        .. from scenario in Scenarios
        from driver in Strategies.Select(strategy => strategy.Driver).Distinct().Order()
        select new Leg(scenario, driver),
    ];

    /// <summary>How many schedules a driver runs in all.</summary>
    public long SchedulesOf(Driver driver) => driver == Driver.Rules ? Walks ?? Schedules : Schedules;
}

/// <summary>What one driver does of one scenario. It ends at the first violation that this driver finds.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Driver">The driver.</param>
public sealed record Leg(Scenario Scenario, Driver Driver);

/// <summary>What came of one leg.</summary>
/// <param name="Leg">The scenario, and the driver that ran it.</param>
/// <param name="Tally">What its schedules did.</param>
/// <param name="Found">The violation that ended it; null when it ran clean.</param>
/// <param name="Fault">What went wrong in the checker itself; null when nothing did.</param>
/// <param name="Missed">Properties that it should have exercised and never did.</param>
public sealed record ScenarioReport(Leg Leg, Tally Tally, Trace? Found, string? Fault, IReadOnlyList<string> Missed)
{
    /// <summary>The scenario.</summary>
    public Scenario Scenario => Leg.Scenario;

    /// <summary>The driver that ran it.</summary>
    public Driver Driver => Leg.Driver;

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

    /// <summary>Checks; each leg is reported as soon as it ends. A leg ends at its first violation, or fault.</summary>
    /// <param name="request">What is to be checked.</param>
    /// <param name="workers">How many engines run side by side; it changes nothing but the time.</param>
    /// <param name="onBlock">Is told of each block that is done.</param>
    /// <param name="onScenario">Is given each leg's report, in order.</param>
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
        foreach (var leg in request.Legs)
        {
            if (cancel.IsCancellationRequested)
            {
                break;
            }

            onScenario(Run(request, leg, workers, onBlock, cancel, past));
        }
    }

    /// <summary>How many schedules a block of a driver has.</summary>
    public static int BlockSizeOf(Driver driver) => driver == Driver.Rules ? Block.Walks : BlockSize;

    /// <summary>The blocks of one leg: its share of the schedules, the strategies of its driver taking turns.</summary>
    public static IEnumerable<Block> Blocks(CheckRequest request, Leg leg)
    {
        var (scenario, blockSize) = (leg.Scenario, BlockSizeOf(leg.Driver));
        var strategies = StrategiesOf(request, leg);
        var schedules = scenario.Suits(request.Subject.Wishes.Servers) ? Share(request, leg) : 0;
        for (var number = 0; (long)number * blockSize < schedules && strategies.Count > 0; number++)
        {
            var first = (long)number * blockSize;
            if (number % request.Shards == request.Shard - 1)
            {
                var size = (int)Math.Min(blockSize, schedules - first);
                yield return new Block(scenario, strategies[number % strategies.Count], number, first, size);
            }
        }
    }

    /// <summary>The strategies that take turns in a leg.</summary>
    public static IReadOnlyList<Strategy> StrategiesOf(CheckRequest request, Leg leg) =>
        [.. request.Strategies.Where(each => each.Driver == leg.Driver && (each.IsFair || !leg.Scenario.Heals))];

    /// <summary>How many of its driver's schedules a leg gets, by the weight of its scenario.</summary>
    public static long Share(CheckRequest request, Leg leg)
    {
        var schedules = request.SchedulesOf(leg.Driver);
        var all = request.Scenarios.Sum(each => each.Weight);
        var before = request.Scenarios.TakeWhile(each => each != leg.Scenario).Sum(each => each.Weight);
        return (schedules * (before + leg.Scenario.Weight) / all) - (schedules * before / all);
    }

    private static ScenarioReport Run(
        CheckRequest request, Leg leg, int workers, Action<BlockResult> onBlock, CancellationToken cancel, IPast? past)
    {
        var tally = new Tally();
        BlockResult? end = null;
        var all = Blocks(request, leg);
        var blocks = past is null ? all.TakeWhile(_ => !IsTimeUp()) : past.Blocks(leg, all, IsTimeUp);
        Campaign.Run(blocks, block => past?.Find(block) ?? block.Run(request.Subject), workers, Take, cancel);
        return new ScenarioReport(leg, tally, end?.Found, end?.Fault, Missed(request, leg.Scenario, tally));

        bool IsTimeUp() => request.IsTimeUp?.Invoke(leg) == true;

        // Of the states only those that are new in the leg go on, so that whoever keeps them keeps each once.
        bool Take(BlockResult result)
        {
            result = cancel.IsCancellationRequested ? WithoutInterruptedGuests(result) : result;
            result.Tally.States.ExceptWith(tally.States);
            tally.Add(result.Tally);
            onBlock(result);
            end = result.Found is null && result.Fault is null ? null : result;
            return end is null;
        }
    }

    /// <summary>Who interrupts us interrupts the servers that are processes of somebody else's as well: no wonder that they end.</summary>
    private static BlockResult WithoutInterruptedGuests(BlockResult result) =>
        Properties.OfGuests.Contains(result.Found?.Header.Violation?.Property) ? result with { Found = null } : result;

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
