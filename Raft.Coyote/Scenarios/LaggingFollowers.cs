using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Section 5.3: the consistency check, and back-tracking until the logs meet.</summary>
internal static class LaggingFollowers
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "lagging-followers",
        "followers that were cut off or paused while the log grew are brought up to date",
        Servers: [3, 3, 5],
        Exercises: Expect.Replication,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice),
            new Faults(Timeouts: 8, Drops: 8, Reorders: 2, Partitions: 2, Pauses: 2),
            Draws.Plans(dice, clients: 1, commands: 5),
            Attempts: 8,
            Draws.Pace(dice),
            MaxEvents: 140));
}
