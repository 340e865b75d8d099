using Raft.Coyote.Exploration;

namespace Raft.Tests.Exploration;

[Collection(nameof(CoyoteAlone))]
public class BenchTests
{
    [Theory]
    [InlineData(3, new double[] { 3 })]
    [InlineData(2, new double[] { 9, 1, 2 })]
    [InlineData(2.5, new double[] { 4, 1, 2, 3 })]
    public void The_median_is_the_value_in_the_middle(double expected, double[] values) =>
        Assert.Equal(expected, Bench.Median(values));

    [Fact]
    public void Amounts_are_divided_by_the_seconds_that_they_took() =>
        Assert.Equal(new Amounts(5, 50, 25), new Amounts(10, 100, 50).Per(2));

    [Fact]
    public void A_share_compares_events_per_second()
    {
        var row = new BenchRow("random", null, new Amounts(1, 7, 30), 30);
        var control = new BenchRow("control", null, new Amounts(1, 9, 120), 120);

        Assert.Equal(0.25, Bench.Share(row, control));
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(59, false)]
    public void Half_is_reached_beside_the_busy_control_of_as_many_actors(double events, bool isReached)
    {
        var small = new BareActors(IsBusy: true, Bench.FewestActors, InFlight: 1);
        var large = new BareActors(IsBusy: true, Bench.ActorsOfScenario, InFlight: 4);
        var report = new BenchReport(1,
        [
            new("random", null, new Amounts(1, 1, events), 1),
            new("pct", null, new Amounts(1, 1, 60), 1),
            new("small", small, new Amounts(1, 1, 1_000), 1),
            new("idle", large with { IsBusy = false }, new Amounts(1, 1, 40), 1),
            new("large", large, new Amounts(1, 1, 120), 1),
        ]);

        Assert.Equal(isReached, report.IsHalfReached);
    }

    [Theory]
    [InlineData(2_000, true)]
    [InlineData(1_990, false)]
    public void The_rules_driver_is_to_be_twenty_times_as_fast_as_the_random_strategy(double events, bool isReached)
    {
        var report = new BenchReport(1,
        [
            new("random", null, new Amounts(1, 1, 100), 1),
            new("pct", null, new Amounts(1, 1, 1), 1),
            new("walk", null, new Amounts(1, 1, events), 1),
        ]);

        Assert.Equal((events / 100, isReached), (report.Speedup, report.IsSpeedupReached));
    }

    [Theory]
    [InlineData(true, 2, 1)]
    [InlineData(true, 12, 4)]
    [InlineData(false, 2, 1)]
    [InlineData(false, 12, 4)]
    public void Bare_actors_pass_just_as_many_events_as_they_are_to_and_end(bool isBusy, int actors, int inFlight)
    {
        var amounts = new BareActors(isBusy, actors, inFlight).Run(schedules: 3, events: 20, seed: 7);

        Assert.Equal((3, 60), (amounts.Schedules, amounts.Events));
        Assert.True(amounts.Steps >= amounts.Events, $"{amounts.Steps} steps for {amounts.Events} events");
    }

    [Fact]
    public void A_tiny_run_measures_every_strategy_and_every_control()
    {
        var rounds = new List<int>();

        var report = Bench.Run(new BenchRequest(Seed: 1, Rounds: 1, Schedules: 2), rounds.Add, CancellationToken.None)!;

        Assert.Equal([0, 1], rounds);
        Assert.Equal(
            [.. Strategy.OfBothDrivers.Select(each => each.Name), .. Bench.Controls.Select(each => each.Name)],
            report.Rows.Select(row => row.Name));
        Assert.All(report.Rows, row => Assert.True(
            row.PerSecond is { Schedules: > 0, Steps: > 0, Events: > 0 and < double.PositiveInfinity } && row.PerSchedule > 0,
            $"{row}"));
    }

    [Fact]
    public void A_run_that_is_cancelled_at_once_measures_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Null(Bench.Run(new BenchRequest(Seed: 1, Rounds: 1, Schedules: 1), _ => { }, cancelled.Token));
    }
}
