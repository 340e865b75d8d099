using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>All that the later chapters add, at once: each option is on or off by chance, so each meets each other one.</summary>
internal static class AllChapters
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "all-chapters",
        "each option of the later chapters on or off by chance, orders of every kind, and everything goes wrong",
        Servers: [3, 4, 5],
        Exercises: Expect.Crashes,
        Draw: (dice, servers) => Setup(
            dice,
            servers,
            new Faults(
                Timeouts: 16, Drops: 3, Duplicates: 3, Reorders: 3, Crashes: 4, LostWrites: 2, Partitions: 1, OneWayCuts: 1, Pauses: 1)
            {
                FullDisks = 1,
                Corruptions = dice.OneIn(4) ? 1 : 0,
            },
            events: 200),
        Weight: 3,
        MinServers: 3);

    /// <summary>The same, and in the end the faults stop.</summary>
    public static Scenario Healing { get; } = new(
        "all-chapters-healing",
        "as all-chapters; in the end the faults stop and all must end well",
        Servers: [3, 4, 5],
        Exercises: Expect.Liveness,
        Draw: (dice, servers) => Setup(
            dice,
            servers,
            new Faults(Timeouts: 8, Drops: 4, Duplicates: 2, Reorders: 2, Crashes: 3, LostWrites: 1, Partitions: 1, OneWayCuts: 1, Pauses: 1),
            events: 90),
        Heals: true,
        MinServers: 3);

    private static Setup Setup(IDice dice, int servers, Faults faults, int events)
    {
        var membership = dice.Pick(Membership.None, Membership.SingleServer, Membership.Joint);
        var initial = ServerSet.FirstServers(membership == Membership.None ? servers : dice.Between(2, servers));
        return new Setup(
            servers,
            Options(dice) with { Membership = membership },
            faults,
            Draws.PlansOfKeys(dice, clients: 2, commands: 4),
            Attempts: 8,
            Draws.Pace(dice),
            events)
        {
            InitialServers = initial == ServerSet.FirstServers(servers) ? ServerSet.Empty : initial,
            Orders = Orders(dice, servers, initial, membership),
        };
    }

    /// <summary>Of each chapter nothing half of the time.</summary>
    private static Options Options(IDice dice)
    {
        var (flow, snapshots) = (Draws.DiskOptions(dice), Draws.SnapshotOptions(dice));
        return flow with
        {
            PreVote = dice.OneIn(2),
            CheckQuorum = dice.OneIn(2),
            Reads = dice.Pick(ReadRule.ThroughTheLog, ReadRule.ReadIndex, ReadRule.ReadIndexAtFollowers, ReadRule.Lease),
            MaxSessions = dice.Pick(0, 0, 1, 3),
            KeptBehindSnapshot = snapshots.KeptBehindSnapshot,
            SnapshotChunk = snapshots.SnapshotChunk,
            MaxInFlight = dice.OneIn(2) ? 0 : flow.MaxInFlight,
            MaxUncommitted = dice.OneIn(2) ? 0 : flow.MaxUncommitted,
            ParallelWrites = dice.OneIn(2),
        };
    }

    private static Sequence<Order> Orders(IDice dice, int servers, ServerSet initial, Membership membership)
    {
        Sequence<Order> changes = membership switch
        {
            Membership.SingleServer => OrderedChanges.OneByOne(dice, servers, initial, count: 3),
            Membership.Joint => OrderedChanges.AtOnce(dice, servers, initial, count: 2),
            _ => [],
        };
        Sequence<Order> snapshots = dice.OneIn(2) ? [] : Draws.TakeSnapshots(dice).Take(5);
        return Shuffled(dice, [.. changes, .. snapshots, .. Draws.Transfers(dice, servers, most: 2)]);
    }

    private static Sequence<Order> Shuffled(IDice dice, Sequence<Order> orders)
    {
        Sequence<Order> shuffled = [];
        while (orders.Count > 0)
        {
            var position = dice.Below(orders.Count);
            shuffled = shuffled.Add(orders[position]);
            orders = orders.RemoveAt(position);
        }

        return shuffled;
    }
}
