using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Section 6.4.1 of the dissertation, where the assumption of leases does not hold.</summary>
internal static class ClockSkew
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "clock-skew",
        "a leader that holds a lease, and clocks that run ahead of its own by more than leases allow for: stale reads",
        Servers: [3, 3, 5],
        Exercises: [],
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.ReadOptions(dice, ReadRule.Lease),
            new Faults(Timeouts: 12, Partitions: 2, OneWayCuts: 1) { ClockSkews = 4 },
            Draws.ReadingPlans(dice, writers: 1, readers: 2, commands: 8),
            Attempts: 12,
            Draws.Pace(dice) with { Patience = dice.Pick(4, 6, 10), HeartbeatEvery = dice.Pick(12, 25), ThinkTime = dice.Pick(2, 5) },
            MaxEvents: 150));
}
