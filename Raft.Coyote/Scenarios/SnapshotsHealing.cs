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
            dice.OneIn(2) ? OnlyCuts : All,
            Draws.PlansOfKeys(dice, clients: dice.Pick(3, 5), commands: 3),
            Attempts: 6,
            Draws.SnapshotPace(dice) with { FaultEvery = dice.Pick(4, 8, 20) },
            MaxEvents: 90)
        {
            Orders = Draws.TakeSnapshots(dice),
        },
        Heals: true);

    private static Faults All => new(
        Timeouts: 8,
        Drops: 6,
        Duplicates: 2,
        Reorders: 2,
        Crashes: 4,
        LostWrites: 2,
        Partitions: 2,
        OneWayCuts: 1,
        Pauses: 2);

    /// <summary>
    /// A leader that is cut off goes on for long, so that its log grows past the snapshot that it is sent later.
    /// </summary>
    private static Faults OnlyCuts => new(Timeouts: 8, Partitions: 2);
}
