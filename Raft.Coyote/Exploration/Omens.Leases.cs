using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration;

/// <summary>What foretells that a leader answers on a lease while another one leads (section 6.4.1 of the dissertation).</summary>
internal static partial class Omens
{
    private static Omen OfLeases(World world)
    {
        var omens = Omen.None;
        if (world.Promises.Count > 0)
        {
            foreach (var host in world.Hosts)
            {
                omens |= world.LeaderPromised(host.State.Id) is { } leader ? OfLease(world, host, world[leader].State) : Omen.None;
            }
        }

        return omens;
    }

    /// <summary>What comes of it that a lease of a leader binds a server.</summary>
    private static Omen OfLease(World world, Host bound, ServerState leader)
    {
        var isOfTerm = bound.State.CurrentTerm == leader.CurrentTerm;
        var knowsNoLeader = bound is { Condition: Condition.Up, State.Role: Follower { LeaderId: null } };
        var omens = isOfTerm && knowsNoLeader ? Omen.BoundAnew : Omen.None;
        foreach (var host in world.Hosts)
        {
            var isLater = host.Condition == Condition.Up && host.State.CurrentTerm > leader.CurrentTerm;
            omens |= !isLater ? Omen.None : host.State.Role switch
            {
                Leader => Omen.LaterLeader,
                Candidate => Omen.LaterCandidate,
                _ => Omen.None,
            };
        }

        return omens;
    }
}
