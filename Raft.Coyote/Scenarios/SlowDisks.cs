using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Writes in parallel: what a leader sends is not on its disk yet.</summary>
internal static class SlowDisks
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "slow-disks",
        "leaders do not wait for their own disks, which are slow, and crash before all is written",
        Servers: [3, 3, 4, 5],
        Exercises: Expect.Crashes,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.DiskOptions(dice),
            new Faults(Timeouts: 20, Drops: 4, Crashes: 1, LostWrites: 1, Partitions: 2),
            Draws.Plans(dice, clients: 2, commands: 6),
            Attempts: 10,
            Draws.Pace(dice) with { Patience = dice.Pick(4, 10, 20), ThinkTime = dice.Pick(2, 10) },
            MaxEvents: 160));

    /// <summary>What a leader began to write in an earlier leadership is still under way when it leads again.</summary>
    public static Scenario OldWrites { get; } = new(
        "old-writes",
        "a leader is overruled and elected again, while what it wrote before is not on its disk yet",
        Servers: [3],
        Exercises: Expect.Replication,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice) with { ParallelWrites = true },
            new Faults(Timeouts: 20, Partitions: 3),
            Draws.Plans(dice, clients: 3, commands: 6),
            Attempts: 10,
            Draws.Pace(dice) with { Patience = dice.Pick(4, 10, 20), ThinkTime = 2, FaultEvery = dice.Pick(4, 10) },
            MaxEvents: 120),
        Weight: 3,
        MinServers: 2);
}
