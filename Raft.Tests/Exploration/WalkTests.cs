using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Exploration;
using Raft.Coyote.Mutants;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;

namespace Raft.Tests.Exploration;

/// <summary>The second driver: what walks may do, that they come everywhere, and that they are the same again.</summary>
public class WalkTests
{
    private static readonly CheckRequest Walks = Runs.Request(0) with { Strategies = [Strategy.Walk] };

    public static TheoryData<string> ScenarioNames() => [.. AllScenarios.InOrder.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(ScenarioNames))]
    public void Every_move_that_is_drawn_is_one_of_the_moves_of_the_world(string name)
    {
        for (var seed = 0UL; seed < 12; seed++)
        {
            var dice = new WalkDice(seed);
            var setup = AllScenarios.Find(name)!.DrawSetup(dice, new Wishes());
            var choice = new MoveChoice(Swarm.Draw(dice, setup), dice);
            var world = setup.Start();
            for (var moves = 0; moves < 80 && choice.Draw(world) is { } move; moves++)
            {
                Assert.Contains(move, world.Moves());
                world = world.Apply(move, new Rules(setup.Options)).World;
            }
        }
    }

    [Fact]
    public void Every_kind_of_move_is_drawn()
    {
        var drawn = new HashSet<Type>();
        for (var seed = 0UL; seed < 120; seed++)
        {
            var dice = new WalkDice(seed);
            string[] scenarios = ["everything", "changes-of-leadership", "clock-skew"];
            var scenario = AllScenarios.Find(scenarios[seed % 3])!;
            var setup = scenario.DrawSetup(dice, new Wishes());
            var choice = new MoveChoice(Swarm.Draw(dice, setup), dice);
            var world = setup.Start();
            for (var moves = 0; moves < 200 && choice.Draw(world) is { } move; moves++)
            {
                drawn.Add(move.GetType());
                world = world.Apply(move, new Rules(setup.Options)).World;
            }
        }

        var kinds = typeof(Move).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Move)) && !type.IsAbstract);
        Assert.Equal([typeof(EndFaults)], kinds.Except(drawn));
    }

    [Fact]
    public void Nothing_is_drawn_where_nothing_can_move()
    {
        var dice = new WalkDice(1);
        var setup = AllScenarios.InOrder[0].DrawSetup(dice, new Wishes());
        var still = World.Of(3, [], new Faults());
        Assert.Empty(still.Moves());
        Assert.Null(new MoveChoice(Swarm.Draw(dice, setup), dice).Draw(still));
    }

    [Fact]
    public void The_rules_survive_every_scenario_and_exercise_every_property()
    {
        var exercised = new HashSet<string>();
        var request = Walks with { Schedules = AllScenarios.InOrder.Sum(scenario => scenario.Weight) * Checker.EnoughSchedules };
        Checker.Run(request, workers: 2, _ => { }, Judge, CancellationToken.None);
        Assert.Equal(Coyote.Specifications.Properties.Names.Order(), exercised.Order());

        void Judge(ScenarioReport report)
        {
            var trouble = $"{report.Fault} {report.Found?.Header.Violation} {string.Join(", ", report.Missed)}";
            Assert.True(report.IsClean, $"{report.Scenario.Name}: {trouble}");
            Assert.Equal(report.Scenario.Weight * Checker.EnoughSchedules, report.Tally.Schedules);
            exercised.UnionWith(report.Tally.Exercised.Where(property => property.Value > 0).Select(property => property.Key));
        }
    }

    [Fact]
    public void Walks_reach_every_input_in_every_role_that_the_world_has_for_it()
    {
        var tally = Run("everything", 400).Tally;
        (string, string)[] never =
        [
            ("Follower", "HeartbeatDue"), ("Candidate", "HeartbeatDue"), ("Leader", "ElectionTimeout"),
        ];
        Assert.Equal(never, tally.Coverage.Missed);
    }

    [Fact]
    public void Servers_crash_before_amid_and_after_their_writes()
    {
        var steps = new List<Handled>();
        Run("lost-writes", 300, onWalk: walk => steps.AddRange(walk.Story.OfType<Handled>()));
        var crashes = steps.Where(step => step.Crash is not null).ToList();
        Assert.All(crashes, step => Assert.InRange(step.Crash!.EffectsDone, 0, step.Effects.Count));
        Assert.Contains(crashes, step => step.Crash!.RecordsKept > 0);
        Assert.Contains(crashes, step => step.Crash!.Torn);
        Assert.Contains(crashes, step => step.Crash!.EffectsDone == 0);
        Assert.Contains(crashes, step => step.Crash!.EffectsDone == step.Effects.Count);
    }

    [Theory]
    [InlineData("everything")]
    [InlineData("healing")]
    public void A_seed_gives_the_same_walks_again_and_another_seed_gives_others(string scenario)
    {
        Assert.Equal(Stories(scenario, 1), Stories(scenario, 1));
        Assert.NotEqual(Stories(scenario, 1), Stories(scenario, 2));

        static List<Sequence<Happening>> Stories(string scenario, long seed)
        {
            var stories = new List<Sequence<Happening>>();
            Run(scenario, 20, seed, onWalk: walk => stories.Add([.. walk.Story]));
            return stories;
        }
    }

    [Fact]
    public void Its_number_is_enough_to_walk_a_walk_again()
    {
        var mutant = Catalogue.Find("log-check-length-only")!;
        var request = Walks with { Schedules = 40_000, Scenarios = [AllScenarios.Find("many-terms")!] };
        var found = MutantRun.Run(mutant, request, workers: 2, _ => { }, CancellationToken.None).Found!;
        var again = BlockOf(found, mutant, _ => { });
        Assert.Equal((found.Header, found.Happenings), (again.Header, again.Happenings));
    }

    [Theory]
    [MemberData(nameof(ScenarioNames))]
    public void A_walk_is_a_run_that_replays_as_events_to_the_same_states(string name) =>
        Run(name, 25, onWalk: walk => AssertReplays(walk, new Rules(walk.Setup.Options)));

    [Theory]
    [InlineData("stale-vote-counted")]
    [InlineData("truncate-on-new-term")]
    [InlineData("ack-before-sync")]
    [InlineData("broadcast-stops-on-error")]
    public void What_a_walk_found_replays_as_events_and_the_same_property_falls(string name)
    {
        var mutant = Catalogue.Find(name)!;
        var trace = MutantRun.Run(mutant, Walks with { Schedules = 60_000 }, workers: 2, _ => { }, CancellationToken.None).Found!;
        Assert.Equal((Driver.Rules, "walk", ""), (trace.Header.Driver, trace.Header.Strategy, trace.Schedule));
        Walk? last = null;
        BlockOf(trace, mutant, walk => last = walk);
        Assert.Equal(trace.Happenings.Items, last!.Story);
        AssertReplays(last, mutant.Rules(last.Setup.Options));
    }

    [Fact]
    public void Any_number_of_workers_finds_the_same_with_both_drivers()
    {
        var mutant = Catalogue.Find("log-check-term-only")!;
        var request = Runs.Request(1_000) with { Strategies = Strategy.OfBothDrivers, Walks = 20_000 };
        var found = new[] { 1, 2, 3 }.Select(
            workers => MutantRun.Run(mutant, request, workers, _ => { }, CancellationToken.None)).ToList();
        Assert.NotNull(found[0].Found);
        Assert.All(found, report =>
            Assert.Equal((found[0].Schedules, found[0].Walks, found[0].Found), (report.Schedules, report.Walks, report.Found)));
    }

    /// <summary>Walks the block of a trace again; it ends with that trace.</summary>
    private static Trace BlockOf(Trace trace, Mutant mutant, Action<Walk> onWalk)
    {
        var first = trace.Header.Schedule / Block.Walks * Block.Walks;
        var block = new Block(
            AllScenarios.Find(trace.Header.Scenario)!, Strategy.Walk, 0, first, Block.Walks);
        return RulesDriver.Run(block, Walks.Subject with { Mutant = mutant.Name, Rules = mutant.Rules }, onWalk).Found!;
    }

    private static void AssertReplays(Walk walk, Rules rules)
    {
        var replay = EventReplay.Run(walk.Setup.Start(), walk.Story, rules);
        Assert.Null(replay.Misfit?.ToString());
        Assert.Equal(walk.World.Hosts, replay.World.Hosts);
        Assert.Equal(OnTheWay(walk.World), OnTheWay(replay.World));
    }

    /// <summary>
    /// What each link carries. Of equal messages on a link a story does not tell which one arrived, so their order may differ.
    /// </summary>
    private static IEnumerable<string> OnTheWay(World world) =>
        from link in world.Network.Links.Items
        select string.Join(", ", link.OnTheWay.Items.Select(envelope => $"{envelope}").Order(StringComparer.Ordinal));

    private static BlockResult Run(
        string scenario, int walks, long seed = 1, Func<Options, Rules>? rules = null, Action<Walk>? onWalk = null)
    {
        var block = new Block(AllScenarios.Find(scenario)!, Strategy.Walk, 0, 0, walks);
        var subject = Walks.Subject with { Seed = seed };
        var result = RulesDriver.Run(block, rules is null ? subject : subject with { Rules = rules }, onWalk);
        Assert.Null(result.Fault);
        return result;
    }
}
