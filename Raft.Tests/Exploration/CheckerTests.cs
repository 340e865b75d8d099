using Raft.Core.Protocol;
using Raft.Coyote.Exploration;
using Raft.Coyote.Mutants;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;

namespace Raft.Tests.Exploration;

/// <summary>
/// The checker itself: what it finds, that it finds the same again, and that it notices when it looks at nothing.
/// </summary>
[Collection(nameof(CoyoteAlone))]
public class CheckerTests
{
    /// <summary>
    /// Those in which most meets run under all strategies; the others run a few times here, and at length in the walks (WalkTests).
    /// </summary>
    [Fact]
    public void The_rules_survive_every_scenario_under_every_strategy_and_exercise_every_property()
    {
        var exercised = new HashSet<string>();
        string[] names = ["everything", "all-chapters", "all-chapters-healing"];
        var each = AllScenarios.InOrder.Select(scenario => scenario with { Weight = 1 }).ToList();
        var atLength = each.Where(scenario => names.Contains(scenario.Name)).ToList();
        Check(atLength, Checker.EnoughSchedules);
        Check([.. each.Except(atLength)], schedules: 10);
        Assert.Equal(Coyote.Specifications.Properties.Names.Order(), exercised.Order());

        void Check(List<Scenario> scenarios, int schedules)
        {
            var request = Runs.Request(scenarios.Count * schedules) with { Scenarios = scenarios };
            Checker.Run(request, workers: 2, _ => { }, Judge, CancellationToken.None);
        }

        void Judge(ScenarioReport report)
        {
            var trouble = $"{report.Fault} {report.Found?.Header.Violation} {string.Join(", ", report.Missed)}";
            Assert.True(report.IsClean, $"{report.Scenario.Name}: {trouble}");
            exercised.UnionWith(report.Tally.Exercised.Where(property => property.Value > 0).Select(property => property.Key));
        }
    }

    [Fact]
    public void A_scenario_that_exercises_nothing_is_not_clean()
    {
        var asleep = AllScenarios.Find("first-election-3")! with { Draw = Asleep };
        ScenarioReport? report = null;
        var request = Runs.Request(Checker.EnoughSchedules) with { Scenarios = [asleep] };
        Checker.Run(request, workers: 2, _ => { }, result => report = result, CancellationToken.None);
        Assert.Contains("Election Safety", report!.Missed);
        Assert.False(report.IsClean);

        static Coyote.Environment.Setup Asleep(Coyote.Environment.IDice dice, int servers) =>
            new(servers, new Options(), new Coyote.Environment.Faults(), [], 0, new Coyote.Environment.Pace(1, 1, 1, 1, 1, 1), 10);
    }

    [Theory]
    [InlineData("random")]
    [InlineData("probabilistic")]
    [InlineData("pct")]
    [InlineData("fair-pct")]
    [InlineData("delay-bounding")]
    [InlineData("q-learning")]
    [InlineData("partial-order-sampling")]
    public void A_seed_gives_the_same_schedules_again(string strategy)
    {
        var first = Runs.Block("everything", strategy, 30).Tally;
        var second = Runs.Block("everything", strategy, 30).Tally;
        Assert.Equal((first.Schedules, first.Events, first.Steps), (second.Schedules, second.Events, second.Steps));
        Assert.True(first.States.SetEquals(second.States));
        var other = Runs.Block("everything", strategy, 30, seed: 2).Tally;
        Assert.False(first.States.SetEquals(other.States));
    }

    [Fact]
    public void Schedules_that_are_no_runs_of_the_world_are_a_fault_of_ours()
    {
        var rules = new Rules[] { new Moody(new Options(), 1), new Moody(new Options(), 2) };
        var asked = 0;
        var result = Runs.Block("first-election-3", "random", 10, rules: _ => rules[asked++ % 2]);
        Assert.Null(result.Found);
        Assert.Matches("^schedule 1 of a block of first-election-3 is no run of the world: #[0-9]+: the story tells .* it is state after", result.Fault);
    }

    /// <summary>Rules that are not the same each time that they are made.</summary>
    private sealed class Moody(Options options, long terms) : Rules(options)
    {
        protected override ServerState ConvertToCandidate(ServerState state) =>
            base.ConvertToCandidate(state).InTerm(state.CurrentTerm + terms, state.Id);
    }

    [Fact]
    public void Seeds_of_blocks_lie_far_apart()
    {
        var request = Runs.Request(10_000) with { Scenarios = [AllScenarios.InOrder[0]] };
        var seeds = Checker.Blocks(request, new Leg(AllScenarios.InOrder[0], Driver.Coyote)).Select(block => (long)block.EngineSeed(1)).Order().ToList();
        Assert.Equal(200, seeds.Count);
        Assert.All(seeds.Zip(seeds.Skip(1)), pair => Assert.True(pair.Second - pair.First > Checker.BlockSize));
    }

    [Theory]
    [InlineData(Driver.Coyote)]
    [InlineData(Driver.Rules)]
    public void Shards_share_the_blocks_and_none_comes_twice(Driver driver)
    {
        var leg = new Leg(AllScenarios.InOrder[2], driver);
        var request = Runs.Request(100_000) with { Strategies = Strategy.OfBothDrivers };
        var whole = Checker.Blocks(request, leg).ToList();
        var shares = Enumerable.Range(1, 3).SelectMany(
            shard => Checker.Blocks(request with { Shard = shard, Shards = 3 }, leg));
        Assert.Equal(whole, shares.OrderBy(block => block.Number));
        Assert.True(whole.Count > 3 && whole.All(block => block.Driver == driver));
    }

    [Fact]
    public void Any_number_of_workers_finds_the_same_violation()
    {
        var mutant = Catalogue.Find("stale-vote-counted")!;
        var found = new[] { 1, 2, 3 }.Select(
            workers => MutantRun.Run(mutant, Runs.Request(2_000), workers, _ => { }, CancellationToken.None)).ToList();
        Assert.NotNull(found[0].Found);
        Assert.All(found, report => Assert.Equal((found[0].Schedules, found[0].Found), (report.Schedules, report.Found)));
    }

    [Theory]
    [InlineData("ignores-voted-for")]
    [InlineData("log-check-term-only")]
    [InlineData("commit-own-last-index")]
    [InlineData("missing-file-as-empty")]
    [InlineData("broadcast-stops-on-error")]
    public void A_found_trace_replays_with_the_same_property_at_the_same_event(string name)
    {
        var trace = Runs.Of(name, 4_000).Found!;
        var scenario = AllScenarios.Find(trace.Header.Scenario)!;
        for (var time = 0; time < 3; time++)
        {
            var replay = Replayer.Replay(trace, scenario, Catalogue.Find(name)!.Rules);
            Assert.Equal(
                (ReplayOutcome.Reproduced, trace.Header.Violation, trace.Happenings.Count),
                (replay.Outcome, replay.Violation, replay.Events));
        }
    }

    [Fact]
    public void When_the_rules_are_mended_a_trace_no_longer_shows_the_violation()
    {
        var trace = Runs.Of("commit-own-last-index", 4_000).Found!;
        var replay = Replayer.Replay(trace, AllScenarios.Find(trace.Header.Scenario)!, options => new Rules(options));
        Assert.Contains(replay.Outcome, new[] { ReplayOutcome.Gone, ReplayOutcome.NoLongerFits });
        Assert.Null(replay.Violation);
    }

    [Theory]
    [InlineData("commit-quorum-half-even")]
    [InlineData("stepdown-clears-vote")]
    [InlineData("term-vote-torn")]
    [InlineData("learner-campaigns")]
    public void A_control_is_not_reported(string name) =>
        Assert.Null(Runs.OfBothDrivers(name, schedules: 74, walks: 10_000).Found);
}
