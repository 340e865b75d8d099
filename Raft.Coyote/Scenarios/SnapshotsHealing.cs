using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Section 7 and liveness: once faults stop, followers that lack what was discarded catch up by a snapshot.</summary>
internal static class SnapshotsHealing
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "snapshots-healing",
        "servers take snapshots while others are cut off or down; when the faults stop those catch up, by a snapshot if need be",
        Servers: [3, 3, 4, 5],
        Exercises: [.. Expect.Liveness, "Snapshot Equals Prefix"],
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.SnapshotOptions(dice),
            new Faults(
                Timeouts: 8,
                Drops: 6,
                Duplicates: 2,
                Reorders: 2,
                Crashes: 2,
                LostWrites: 2,
                Partitions: 2,
                OneWayCuts: 1,
                Pauses: 2),
            Draws.PlansOfKeys(dice, clients: dice.Pick(2, 5), commands: 3),
            Attempts: 6,
            Draws.SnapshotPace(dice),
            MaxEvents: 90)
        {
            Orders = Draws.TakeSnapshots(dice),
        },
        Heals: true);
}
