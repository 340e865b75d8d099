using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Environment.Actors;
using Raft.Coyote.Exploration;
using Raft.Coyote.Mutants;
using Raft.Coyote.Scenarios;

namespace Raft.Tests.Exploration;

/// <summary>The world is stated once: what the Coyote actors do is a run of the pure <see cref="World"/>.</summary>
[Collection(nameof(CoyoteAlone))]
public class EventReplayTests
{
    private const int SchedulesOfEach = 4;

    public static TheoryData<string> ScenarioNames() =>
        [.. AllScenarios.InOrder.Select(scenario => scenario.Name), "clock-skew"];

    public static TheoryData<string> MutantNames() => [.. Catalogue.All.Items.Select(mutant => mutant.Name)];

    [Theory]
    [MemberData(nameof(ScenarioNames))]
    public void What_the_actors_did_is_a_run_of_the_world_to_the_same_states_and_disks(string name)
    {
        var scenario = AllScenarios.Find(name)!;
        var strategies = Strategy.All.Where(strategy => strategy.IsFair || !scenario.Heals).ToList();
        var stages = strategies.SelectMany(strategy => Stages(name, strategy.Name, SchedulesOfEach)).ToList();
        Assert.Equal(strategies.Count * SchedulesOfEach, stages.Count);
        Assert.All(stages, IsRunOfTheWorld);
        Assert.True(stages.Sum(stage => stage.Events) > 10 * stages.Count);
    }

    [Fact]
    public void The_stories_tell_of_everything_that_can_happen()
    {
        var stages = Stages("everything", "random", 40)
            .Concat(Stages("healing", "random", 2)).Concat(Stages("failing-disks", "random", 40))
            .Concat(Stages("clock-skew", "random", 50)).ToList();
        Assert.All(stages, IsRunOfTheWorld);
        var kinds = stages.SelectMany(stage => stage.Story).Select(happening => happening.GetType()).ToHashSet();
        Assert.Empty(typeof(Happening).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Happening))).Except(kinds));
    }

    [Theory]
    [MemberData(nameof(MutantNames))]
    public void A_story_of_a_mutant_is_a_run_of_its_rules(string name) =>
        Assert.All(Stages("everything", "random", 5, Catalogue.Find(name)!.Rules), stage => Assert.Null(Replay(stage, stage.Story)?.ToString()));

    [Fact]
    public void A_story_with_a_happening_left_out_is_refused_before_anything_that_depends_on_its_number()
    {
        var stage = AStage();
        var refused = 0;
        for (var left = 0; left < stage.Story.Count; left++)
        {
            var dependent = stage.Story.ToList().FindIndex(left + 1, happening => SentAt(happening) > left);
            var misfit = Replay(stage, [.. stage.Story.Where((_, position) => position != left)]);
            if (dependent >= 0)
            {
                Assert.NotNull(misfit);
                Assert.InRange(misfit.Number, left + 1, dependent);
                refused++;
            }
        }

        Assert.True(refused > 50, $"{refused}");
    }

    [Fact]
    public void An_altered_step_is_refused_with_its_number_and_what_differs()
    {
        var stage = AStage();
        foreach (var (number, handled) in Steps(stage))
        {
            Refused(number, "state after", handled with { After = handled.After with { CommitIndex = handled.After.CommitIndex + 1 } });
            Refused(number, "state before", handled with { Before = handled.Before with { LastApplied = handled.Before.LastApplied + 1 } });
            Refused(number, "effects", handled with { Effects = handled.Effects.Add(new ResetElectionTimer()) });
            Refused(number, "", handled with { SentAt = (handled.SentAt ?? 0) + 1 });
            Refused(number, "no such server", handled with { Server = new ServerId(65) });
            Refused(number, "crash point", handled with { Crash = new CrashPoint(-1) });
            Refused(number, "crash point", handled with { Crash = new CrashPoint(handled.Effects.Count + 1) });
        }

        void Refused(int number, string why, Happening altered)
        {
            var misfit = Replay(stage, [.. stage.Story.Take(number - 1), altered, .. stage.Story.Skip(number)]);
            Assert.Equal(number, misfit?.Number);
            Assert.Contains(why, misfit!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_message_handled_before_it_is_sent_is_refused_with_its_number()
    {
        var stage = AStage();
        var swaps = Steps(stage).Where(step => step.Handled is { Input: Receive, SentAt: not null }).ToList();
        Assert.NotEmpty(swaps);
        foreach (var (number, handled) in swaps)
        {
            var story = stage.Story.ToList();
            var sentAt = handled.SentAt!.Value;
            (story[number - 1], story[sentAt - 1]) = (story[sentAt - 1], story[number - 1]);
            Assert.Equal(sentAt, Replay(stage, story)?.Number);
        }
    }

    [Fact]
    public void A_story_does_not_fit_other_rules()
    {
        var mutant = Catalogue.Find("commit-own-last-index")!;
        var stages = Stages("everything", "random", 30);
        Assert.Contains(stages, stage => EventReplay.Run(stage.Setup.Start(), stage.Story, mutant.Rules(stage.Setup.Options)).Misfit is not null);
    }

    [Fact]
    public void Nothing_happens_that_no_budget_allows()
    {
        foreach (var stage in Stages("everything", "random", 10))
        {
            var start = stage.Setup.Start() with { Left = new Faults(Timeouts: Faults.Unlimited) };
            var first = stage.Story.ToList().FindIndex(IsFault);
            var misfit = EventReplay.Run(start, stage.Story, stage.Rules).Misfit;
            Assert.Equal(first + 1, misfit?.Number ?? 0);
        }

        static bool IsFault(Happening happening) =>
            happening is Crashed or Paused or Doubled or Partitioned or Handled { Crash: not null } or Lost;
    }

    [Fact]
    public void A_story_in_any_order_is_refused_and_never_throws()
    {
        var random = new Random(1);
        foreach (var stage in Stages("everything", "random", 20))
        {
            var story = stage.Story.ToArray();
            random.Shuffle(story);
            Assert.NotNull(Replay(stage, story));
            Assert.NotNull(EventReplay.Run(World.Of(1, [], stage.Setup.Faults), stage.Story, stage.Rules).Misfit);
        }
    }

    private static void IsRunOfTheWorld(Stage stage)
    {
        var report = EventReplay.Run(stage.Setup.Start(), stage.Story, stage.Rules);
        Assert.Null(report.Misfit?.ToString());
        Assert.Equal(stage.Story.Count, report.World.Happened);
        Assert.Equal(stage.World.Hosts, report.World.Hosts);
        Assert.Equal(stage.World.Clients.Items.Select(Memory), report.World.Clients.Items.Select(Memory));
    }

    /// <summary>
    /// What a client knows. What is on its way is left out: an answer for which nobody waits is dropped, and no happening tells
    /// of it.
    /// </summary>
    private static Client Memory(Client client) => client with { Requests = [], Answers = [] };

    private static Misfit? Replay(Stage stage, IReadOnlyList<Happening> story) => EventReplay.Run(stage.Setup.Start(), story, stage.Rules).Misfit;

    private static Stage AStage() => Stages("everything", "random", 3).MaxBy(stage => stage.Story.Count)!;

    private static IEnumerable<(int Number, Handled Handled)> Steps(Stage stage) =>
        stage.Story.Select((happening, position) => (position + 1, happening as Handled)).Where(step => step.Item2 is not null)!;

    private static int? SentAt(Happening happening) => happening switch
    {
        Handled handled => handled.SentAt,
        Lost lost => lost.SentAt,
        Doubled doubled => doubled.SentAt,
        _ => null,
    };

    private static List<Stage> Stages(string scenario, string strategy, int schedules, Func<Options, Rules>? rules = null)
    {
        var stages = new List<Stage>();
        Runs.Block(scenario, strategy, schedules, rules: rules, onSchedule: stages.Add);
        return stages;
    }
}
