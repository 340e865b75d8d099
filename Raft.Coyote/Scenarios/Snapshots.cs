using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Section 7: log compaction, and followers so far behind that only a snapshot helps them.</summary>
internal static class Snapshots
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "snapshots",
        "servers take snapshots at any moment and discard what these hold; followers that lag are sent them, in chunks that are "
            + "lost, doubled and overtaken, by servers that crash",
        Servers: [3, 3, 4, 5],
        Exercises: [.. Expect.Crashes, "Snapshot Equals Prefix"],
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.SnapshotOptions(dice) with { MaxSessions = dice.Pick(0, 0, 1, 3) },
            new Faults(
                Timeouts: 10,
                Drops: 6,
                Duplicates: 3,
                Reorders: 3,
                Crashes: 5,
                LostWrites: 3,
                Partitions: 2,
                OneWayCuts: 1,
                Pauses: 1),
            Draws.PlansOfKeys(dice, clients: dice.Pick(3, 5), commands: 3),
            Attempts: 6,
            Draws.SnapshotPace(dice),
            MaxEvents: 160)
        {
            Orders = Draws.TakeSnapshots(dice),
        });

    /// <summary>A leader that is cut off with a minority, and goes on; so do the others, and discard more than it ever had.</summary>
    public static Scenario OfSplits { get; } = new(
        "split-snapshots",
        "a leader goes on beside a follower, cut off from the majority, which elects another leader and discards what it commits",
        Servers: [5],
        Exercises: [.. Expect.Replication, "Snapshot Equals Prefix"],
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.SnapshotOptions(dice) with { KeptBehindSnapshot = 0 },
            new Faults(Timeouts: 8, Partitions: 3),
            Draws.PlansOfKeys(dice, clients: 4, commands: 3),
            Attempts: 8,
            Draws.SnapshotPace(dice) with { FaultEvery = dice.Pick(10, 20), ThinkTime = 2 },
            MaxEvents: 200)
        {
            Orders = Draws.TakeSnapshots(dice),
        },
        MinServers: 5);
}
