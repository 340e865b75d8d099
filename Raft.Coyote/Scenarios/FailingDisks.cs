using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Disks that fail: the server stops, or refuses to serve, and nobody is told what is not so.</summary>
internal static class FailingDisks
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "failing-disks",
        "disks become full and refuse writes; records become unreadable and are found at a restart",
        Servers: [3, 3, 4, 5],
        Exercises: Expect.FailingDisks,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.DiskOptions(dice),
            new Faults(Timeouts: 12, Duplicates: 2, Crashes: 6, LostWrites: 3)
            {
                FullDisks = 3,
                Corruptions = (servers - 1) / 2,
            },
            Draws.Plans(dice, clients: 2, commands: 3),
            Attempts: 6,
            Draws.Pace(dice),
            MaxEvents: 140));
}
