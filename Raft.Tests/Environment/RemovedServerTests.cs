using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Exploration;
using Raft.Coyote.Specifications;

namespace Raft.Tests.Environment;

/// <summary>
/// Section 4.2.3 of the dissertation: a server that was removed, and does not know it, times out again and again. It harms
/// nothing; but each time it deposes the leader. Against that helps only a server that refuses its vote while it hears a leader.
/// </summary>
public class RemovedServerTests
{
    private const int Moves = 3_000;
    private static readonly ServerSet All = ServerSet.FirstServers(4);
    private static readonly Rules Rules = new(new Options { Membership = Membership.SingleServer });

    [Fact]
    public void A_server_that_does_not_know_that_it_is_removed_deposes_leaders_and_harms_nothing()
    {
        var (judge, elections) = Run(seed: 1, staysDown: false);
        Assert.Null(judge.Violation);
        Assert.InRange(elections, 20, Moves / 10);
    }

    [Fact]
    public void Once_it_is_down_the_leader_stays()
    {
        var (judge, elections) = Run(seed: 1, staysDown: true);
        Assert.Null(judge.Violation);
        Assert.InRange(elections, 0, 1);
    }

    /// <summary>Removes a follower, and counts the elections among the others in what comes then.</summary>
    private static (Judge Judge, int Elections) Run(ulong seed, bool staysDown)
    {
        var (judge, dice, number) = (new Judge(All), new WalkDice(seed), 0);
        var world = World.Of(All.Count, [], new Faults()).Apply(new EndFaults()).World;
        foreach (var (_, turn) in FairRun.From(world, Rules, dice).Take(60))
        {
            world = Take(turn);
        }

        var leader = world.Hosts.Items.Single(host => host.State.Role is Leader).State.Id;
        var removed = world.Servers.Without(leader).Members.First();
        world = Take(world.Apply(new Instruct(leader, new ChangeMembers(ServerSet.Empty, Leaving: ServerSet.Of(removed))), Rules));
        var elections = 0;
        foreach (var (_, turn) in FairRun.From(world, Rules, dice, staysDown ? removed : null).Take(Moves))
        {
            Take(turn);
            elections += judge.History.NewElection is { } election && election.Leader != removed ? 1 : 0;
        }

        return (judge, elections);

        World Take(Turn turn)
        {
            foreach (var happening in turn.Happenings)
            {
                judge.Observe(++number, happening);
            }

            return turn.World;
        }
    }
}
