using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>
/// Liveness: a change that faults interrupted comes to its end, and servers that are stuck or gone do not hold up the others.
/// </summary>
internal static class ChangesThatEnd
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "membership-healing",
        "when faults stop amid changes of the cluster, these end; a learner that is stuck, or a voter that is gone, blocks nothing",
        Servers: [3, 3, 4, 5],
        Exercises: [.. Expect.Liveness, "A Change Ends"],
        Draw: DrawOne,
        Heals: true,
        MinServers: 3);

    private static Setup DrawOne(IDice dice, int servers) => dice.Below(4) switch
    {
        0 => WithStuckLearner(dice, servers),
        1 => WithoutOne(dice, servers),
        _ => WithAll(dice, servers),
    };

    private static Setup WithAll(IDice dice, int servers)
    {
        var setup = Draw(dice, servers, dice.Between(2, servers - 1));
        var isJoint = setup.Options.Membership == Membership.Joint;
        var initial = setup.InitialServers;
        return setup with
        {
            Orders = isJoint
                ? OrderedChanges.AtOnce(dice, servers, initial, count: 2)
                : OrderedChanges.OneByOne(dice, servers, initial, count: 4),
        };
    }

    /// <summary>The last server becomes a learner, and then it is down for good.</summary>
    private static Setup WithStuckLearner(IDice dice, int servers)
    {
        var stuck = new ServerId(servers);
        var learner = new ChangeMembers(ServerSet.Empty, Learners: ServerSet.Of(stuck));
        return Draw(dice, servers, servers - 1) with { Orders = [learner, learner], StaysDown = stuck };
    }

    /// <summary>
    /// One server is removed, and one is down for good in the end. Four can lose two, one after the other.
    /// </summary>
    private static Setup WithoutOne(IDice dice, int servers)
    {
        var setup = Draw(dice, Math.Max(4, servers), Math.Max(4, servers));
        var leaving = new ServerId(1 + dice.Below(setup.Servers));
        var order = new ChangeMembers(ServerSet.Empty, Leaving: ServerSet.Of(leaving));
        return setup with { Orders = [order, order], StaysDown = new ServerId(1 + dice.Below(setup.Servers)) };
    }

    private static Setup Draw(IDice dice, int servers, int initial) => new(
        servers,
        Draws.Options(dice) with { Membership = dice.Pick(Membership.SingleServer, Membership.Joint) },
        new Faults(Timeouts: 8, Drops: 4, Crashes: 2, Partitions: 1, OneWayCuts: 1, Pauses: 1),
        Draws.Plans(dice, clients: 1, commands: 2),
        Attempts: 4,
        Draws.Pace(dice),
        MaxEvents: 70)
    {
        InitialServers = initial == servers ? ServerSet.Empty : ServerSet.FirstServers(initial),
    };
}
