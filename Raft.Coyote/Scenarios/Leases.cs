using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>
/// Section 6.4.1 of the dissertation: clocks that drift apart within a bound. Clients that only read, and ask often, ask while a
/// lease lasts that should not; what is committed meanwhile is the no-op of the next leader.
/// </summary>
internal static class Leases
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "leases",
        "a leader that holds a lease answers at once; clocks drift, but no further than leases allow for",
        Servers: [3, 3, 3, 5],
        Exercises: [.. Expect.Replication, "Fresh Reads"],
        Draw: (dice, servers) => Setup(
            dice,
            servers,
            new Faults(Timeouts: 20, Drops: 1, Duplicates: 1, Crashes: dice.Pick(0, 2), Partitions: 2, OneWayCuts: 1),
            writers: dice.Pick(0, 0, 1)),
        Weight: 2);

    /// <summary>Leaders that hand over their leadership, which waits for no election timeout.</summary>
    public static Scenario Transfers { get; } = new(
        "lease-transfers",
        "leaders that hold a lease hand over their leadership, again and again, and are asked all the while",
        Servers: [3],
        Exercises: [.. Expect.Replication, "Fresh Reads"],
        Draw: (dice, servers) => Setup(dice, servers, new Faults(Timeouts: 20, Partitions: 2, OneWayCuts: 2), writers: 0) with
        {
            Orders = Draws.Transfers(dice, servers, most: 8),
        },
        MinServers: 2);

    /// <summary>Servers that gave a leader its lease, and restart before it is over.</summary>
    public static Scenario Restarts { get; } = new(
        "lease-restarts",
        "servers that took part in a lease crash and come back while it lasts, when others stand for election",
        Servers: [3],
        Exercises: [.. Expect.Crashes, "Fresh Reads"],
        Draw: Restarting,
        Weight: 3,
        MinServers: 3);

    private static Setup Restarting(IDice dice, int servers)
    {
        var setup = Setup(dice, servers, new Faults(Timeouts: 40, Crashes: 8, Partitions: dice.Pick(0, 4)), writers: 0);
        return setup with { Pace = setup.Pace with { FaultEvery = dice.Pick(2, 4) }, MaxEvents = 250 };
    }

    private static Setup Setup(IDice dice, int servers, Faults faults, int writers) => new(
        servers,
        Draws.ReadOptions(dice, ReadRule.Lease) with { CheckQuorum = dice.OneIn(8), PreVote = dice.OneIn(8) },
        faults,
        Draws.ReadingPlans(dice, writers, readers: 2, commands: 20),
        Attempts: 40,
        Draws.Pace(dice) with { Patience = dice.Pick(4, 6, 10), HeartbeatEvery = dice.Pick(12, 25), ThinkTime = dice.Pick(2, 5) },
        MaxEvents: 180);
}
