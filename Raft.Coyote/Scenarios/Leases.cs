using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Section 6.4.1 of the dissertation: clocks that drift apart within a bound.</summary>
internal static class Leases
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "leases",
        "a leader that holds a lease answers at once; clocks drift, but no further than leases allow for; and hands over its leadership",
        Servers: [3, 3, 3, 5],
        Exercises: [.. Expect.Replication, "Fresh Reads"],
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.ReadOptions(dice, ReadRule.Lease) with { CheckQuorum = dice.OneIn(8), PreVote = dice.OneIn(8) },
            new Faults(Timeouts: 20, Drops: 1, Duplicates: 1, Crashes: 2, Partitions: 2, OneWayCuts: 1),
            Draws.ReadingPlans(dice, writers: 1, readers: 2, commands: 8),
            Attempts: 12,
            Draws.Pace(dice) with { Patience = dice.Pick(4, 6, 10), HeartbeatEvery = dice.Pick(12, 25), ThinkTime = dice.Pick(2, 5) },
            MaxEvents: 180)
        {
            Orders = dice.OneIn(4) ? Draws.Transfers(dice, servers, most: 3) : [],
        },
        Weight: 3);
}
