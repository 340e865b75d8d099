using Raft.Core.Protocol;
using Raft.Tests.Protocol;

namespace Raft.Tests.Server;

/// <summary>The actor under Coyote's production runtime: a real Raft, with real time.</summary>
public class ProductionRuntimeTests
{
    [Fact]
    public async Task Three_servers_elect_a_leader_and_commit_a_command_on_all_of_them()
    {
        using var cluster = new RunningCluster();
        var (leader, result) = await cluster.Submit(Given.Request(1), new Put("x", "1"));
        Assert.Equal(new Result(true, "1"), result);

        HashSet<ServerId> holders = [leader];
        while (holders.Count < 3)
        {
            var (_, _, step) = await cluster.StepWhere((_, _, step) => step.State.StateMachine["x"] == "1");
            holders.Add(step.State.Id);
        }
    }

    [Fact]
    public async Task A_leader_that_crashes_restarts_from_its_storage_and_what_was_committed_stays()
    {
        using var cluster = new RunningCluster();
        var (leader, _) = await cluster.Submit(Given.Request(1), new Put("x", "1"));
        cluster.Restart(leader);

        var (before, input, step) = await cluster.StepWhere((_, input, _) => input is Restart);
        Assert.Equal(new Restart(before.Persistent), input);
        Assert.Contains(before.Log.Entries, entry => entry.Command == new Put("x", "1"));
        Assert.Equal(ServerState.AtStart(leader, before.Servers, before.Persistent), step.State);

        var (_, result) = await cluster.Submit(Given.Request(2), new Get("x"));
        Assert.Equal(new Result(true, "1"), result);
    }
}
