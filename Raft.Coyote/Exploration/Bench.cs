using Raft.Core.Protocol;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration;

/// <summary>What is to be measured.</summary>
/// <param name="Seed">The seed that the user gave.</param>
/// <param name="Rounds">How often each kind is measured; the median counts.</param>
/// <param name="Schedules">
/// How many schedules of each kind a round has; and walks, times <see cref="Bench.WalksForSchedule"/>.
/// </param>
public sealed record BenchRequest(long Seed, int Rounds = 5, int Schedules = 100);

/// <summary>How much was done.</summary>
/// <param name="Schedules">Schedules.</param>
/// <param name="Steps">Coyote's steps, scheduling decisions and choices; of walks, moves of the world.</param>
/// <param name="Events">Protocol events; of bare actors, the events that they passed on.</param>
public sealed record Amounts(double Schedules, double Steps, double Events)
{
    /// <summary>These amounts in each of so many seconds.</summary>
    public Amounts Per(double seconds) => new(Schedules / seconds, Steps / seconds, Events / seconds);
}

/// <summary>One kind of schedule, measured.</summary>
/// <param name="Name">The strategy, or the control.</param>
/// <param name="Control">The bare actors; null for a strategy.</param>
/// <param name="PerSecond">How much it does in a second of processor time: of each amount, the median of the rounds.</param>
/// <param name="PerSchedule">The protocol events of one schedule.</param>
public sealed record BenchRow(string Name, BareActors? Control, Amounts PerSecond, double PerSchedule);

/// <summary>What a run of the bench measured.</summary>
/// <param name="Rounds">How many rounds it finished.</param>
/// <param name="Rows">The strategies, then the controls.</param>
public sealed record BenchReport(int Rounds, IReadOnlyList<BenchRow> Rows)
{
    /// <summary>The busy control of the size of the scenario: the fair yardstick.</summary>
    public BenchRow BusyControl => Rows.Single(row => row.Control is { IsBusy: true, Actors: Bench.ActorsOfScenario });

    /// <summary>The smaller busy control.</summary>
    public BenchRow SmallBusyControl => Rows.Single(row => row.Control is { IsBusy: true, Actors: Bench.FewestActors });

    /// <summary>Coyote's random strategy, which the others are compared with.</summary>
    public BenchRow Random => Rows.Single(row => row.Name == "random");

    /// <summary>Whether Raft, under the random strategy, handles at least half the events of as many bare actors.</summary>
    public bool IsHalfReached => Bench.Share(Random, BusyControl) >= 0.5;

    /// <summary>How many times as many events the rules driver handles as Coyote does under the random strategy.</summary>
    public double Speedup => Bench.Share(Rows.Single(row => row.Name == Strategy.Walk.Name), Random);

    /// <summary>Whether the rules driver is as much faster as it is to be.</summary>
    public bool IsSpeedupReached => Speedup >= Bench.LeastSpeedup;
}

/// <summary>
/// Measures how fast schedules run, beside bare actors in the same process. A second is one of the processor's, user and kernel
/// together, so that who else uses the machine matters little; rounds take turns among all kinds, so that what still matters
/// disturbs all alike.
/// </summary>
public static class Bench
{
    /// <summary>How many servers the scenario has.</summary>
    public const int Servers = 3;

    /// <summary>The fewest actors that can pass an event on.</summary>
    public const int FewestActors = 2;

    /// <summary>The scenario's actors: 3 servers, their clocks, the links between them, 2 clients and the nemesis.</summary>
    public const int ActorsOfScenario = 12;

    /// <summary>How many times as many events the rules driver is to handle as Coyote does.</summary>
    public const double LeastSpeedup = 20;

    /// <summary>How many walks are measured where one of Coyote's schedules is: so that both take about as long.</summary>
    public const int WalksForSchedule = 20;

    /// <summary>How many events the larger controls pass round at the same time.</summary>
    private const int InFlight = 4;

    /// <summary>The controls.</summary>
    public static IReadOnlyList<BareActors> Controls { get; } =
    [
        new(IsBusy: false, FewestActors, InFlight: 1),
        new(IsBusy: false, ActorsOfScenario, InFlight),
        new(IsBusy: true, FewestActors, InFlight: 1),
        new(IsBusy: true, ActorsOfScenario, InFlight),
    ];

    /// <summary>Measures every strategy of both drivers, and every control.</summary>
    /// <param name="request">What is to be measured.</param>
    /// <param name="onRound">Is told of each round that is finished; 0 is the one that warms up.</param>
    /// <param name="cancel">Ends it after the rounds that are finished.</param>
    /// <returns>What was measured; null when not even one round was finished.</returns>
    public static BenchReport? Run(BenchRequest request, Action<int> onRound, CancellationToken cancel)
    {
        var kinds = Kinds(request);
        var measured = new List<Measurement>();
        var turns = Enumerable.Range(0, request.Rounds + 1).SelectMany(_ => kinds, (round, kind) => (Kind: kind, Round: round));
        Campaign.Run(turns, turn => Measure(turn.Kind, turn.Round), workers: 1, Take, cancel);
        var rounds = (measured.Count / kinds.Count) - 1;
        var rows = kinds.Select((kind, position) => Row(kind, OfPosition(measured, position, kinds.Count).Take(rounds)));
        return rounds < 1 ? null : new BenchReport(rounds, [.. rows]);

        bool Take(Measurement measurement)
        {
            measured.Add(measurement);
            if (measured.Count % kinds.Count == 0)
            {
                onRound((measured.Count / kinds.Count) - 1);
            }

            return true;
        }
    }

    /// <summary>The value in the middle; of an even number of values, half-way between the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The events that a kind handles in a second as a share of another's.</summary>
    public static double Share(BenchRow row, BenchRow of) => row.PerSecond.Events / of.PerSecond.Events;

    /// <summary>What the bench can measure: the amounts of a round, which only depend on its number.</summary>
    private sealed record Kind(string Name, BareActors? Control, Func<int, Amounts> Run);

    private sealed record Measurement(Amounts Amounts, double Seconds);

    private static List<Kind> Kinds(BenchRequest request)
    {
        var subject = new Subject(request.Seed, new Wishes(Servers), Mutant: null, options => new Rules(options), Judged: null);
        var schedules = request.Schedules;
        var events = new Lazy<int>(() => EventsOfSchedule(subject));
        var strategies = Strategy.OfBothDrivers.Select(strategy => new Kind(
            strategy.Name, null, round => RunScenario(strategy, subject, round, schedules * WeightOf(strategy.Driver))));
        var controls = Controls.Select(control =>
            new Kind(control.Name, control, round => control.Run(schedules, events.Value, SeedOf(round, request.Seed))));
        return [.. strategies, .. controls];
    }

    /// <summary>A round, with the processor time that it took. Round 0 warms up and does not count.</summary>
    private static Measurement Measure(Kind kind, int round)
    {
        var before = System.Environment.CpuUsage.TotalTime;
        var amounts = kind.Run(round);
        return new Measurement(amounts, (System.Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    /// <summary>The measurements of one kind, without the round that warms up.</summary>
    private static IEnumerable<Measurement> OfPosition(IEnumerable<Measurement> measured, int position, int kinds) =>
        measured.Where((_, number) => number >= kinds && number % kinds == position);

    private static BenchRow Row(Kind kind, IEnumerable<Measurement> measured)
    {
        var own = measured.ToList();
        var rates = own.Select(each => each.Amounts.Per(each.Seconds)).ToList();
        var median = new Amounts(
            Median(rates.Select(rate => rate.Schedules)),
            Median(rates.Select(rate => rate.Steps)),
            Median(rates.Select(rate => rate.Events)));
        var perSchedule = own.Sum(each => each.Amounts.Events) / own.Sum(each => each.Amounts.Schedules);
        return new BenchRow(kind.Name, kind.Control, median, perSchedule);
    }

    private static int WeightOf(Driver driver) => driver == Driver.Rules ? WalksForSchedule : 1;

    private static Amounts RunScenario(Strategy strategy, Subject subject, int round, int schedules)
    {
        var result = new Block(Scenario, strategy, round, (long)round * schedules, schedules).Run(subject);
        var trouble = result.Fault ?? result.Found?.Header.Violation?.Explanation;
        return trouble is null
            ? new Amounts(result.Tally.Schedules, result.Tally.Steps, result.Tally.Events)
            : throw new InvalidOperationException($"\"{Scenario.Name}\" did not run clean under {strategy.Name}: {trouble}");
    }

    /// <summary>
    /// How many events a schedule of a control handles: as many as one of the scenario, so that creating its actors weighs the
    /// same.
    /// </summary>
    private static int EventsOfSchedule(Subject subject)
    {
        const int sample = 50;
        return (int)Math.Round(RunScenario(Strategy.All[0], subject, round: 0, sample).Events / sample);
    }

    private static Scenario Scenario { get; } = AllScenarios.InOrder.Single(scenario => scenario.Name == "everything");

    private static uint SeedOf(int round, long seed) =>
        (uint)(Fingerprint.Mix(Fingerprint.Mix((ulong)seed) ^ (ulong)round) >> 32);
}
