using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Section 6.4.1 of the dissertation: clocks that drift apart within a bound.</summary>
internal static class Leases
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "leases",
        "a leader that holds a lease answers at once; clocks drift, but no further than leases allow for",
        Servers: [3, 3, 4, 5],
        Exercises: [.. Expect.Replication, "Fresh Reads"],
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.ReadOptions(dice, ReadRule.Lease),
            new Faults(Timeouts: 12, Drops: 2, Duplicates: 2, Reorders: 2, Crashes: 3, Partitions: 2, OneWayCuts: 1, Pauses: 1),
            Draws.ReadingPlans(dice, writers: 1, readers: 2, commands: 4),
            Attempts: 7,
            Draws.Pace(dice),
            MaxEvents: 170));
}
