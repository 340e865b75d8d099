using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Environment.Actors;
using Raft.Coyote.Scenarios;

namespace Raft.Tests.Exploration;

/// <summary>What the actors that move the world may do, and what they must not.</summary>
[Collection(nameof(CoyoteAlone))]
public class ActorsTests
{
    private static readonly string[] StrategyNames = ["random", "pct", "q-learning", "delay-bounding"];

    public static TheoryData<string> ScenarioNames() => [.. AllScenarios.InOrder.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(ScenarioNames))]
    public void No_schedule_ends_before_it_has_begun(string scenario) =>
        Assert.All(StrategyNames.SelectMany(strategy => Stages(scenario, strategy, 8)), stage => Assert.True(stage.Events > 0));

    [Fact]
    public void A_server_that_stands_still_handles_nothing()
    {
        var stories = Stages("everything", "random", 60).Select(stage => stage.Story).ToList();
        Assert.Contains(stories, story => story.Any(happening => happening is Paused));
        foreach (var story in stories)
        {
            var still = ServerSet.Empty;
            foreach (var happening in story)
            {
                still = happening switch
                {
                    Paused paused => still.Add(paused.Server),
                    Resumed resumed => still.Without(resumed.Server),
                    _ => still,
                };
                Assert.False(happening is Handled handled && still.Contains(handled.Server));
            }
        }
    }

    [Fact]
    public void A_request_is_lost_only_to_a_server_that_is_down()
    {
        var losses = 0;
        foreach (var story in Stages("everything", "random", 60).Select(stage => stage.Story))
        {
            var down = ServerSet.Empty;
            foreach (var happening in story)
            {
                down = happening switch
                {
                    Crashed crashed => down.Add(crashed.Server),
                    Handled { Crash: not null } handled => down.Add(handled.Server),
                    Handled { Input: Restart } handled => down.Without(handled.Server),
                    _ => down,
                };
                losses += happening is RequestLost ? 1 : 0;
                Assert.False(happening is RequestLost lost && !down.Contains(lost.Server));
            }
        }

        Assert.True(losses > 0);
    }

    [Fact]
    public void The_server_that_is_to_stay_down_is_down_in_the_end()
    {
        foreach (var stage in Stages("one-server-down", "random", 60))
        {
            var server = stage.Setup.StaysDown!.Value;
            var end = stage.Story.ToList().FindIndex(happening => happening is FaultsOver);
            Assert.True(end >= 0);
            Assert.Equal(Condition.Down, stage.World[server].Condition);
            Assert.DoesNotContain(stage.Story.Skip(end), happening => happening is Handled handled && handled.Server == server);
        }
    }

    private static List<Stage> Stages(string scenario, string strategy, int schedules)
    {
        var stages = new List<Stage>();
        if (!AllScenarios.Find(scenario)!.Heals || strategy == "random")
        {
            Runs.Block(scenario, strategy, schedules, onSchedule: stages.Add);
        }

        return stages;
    }
}
