using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Section 6.3 of the dissertation: clients that ask again, and sessions that make it one command.</summary>
internal static class SessionsAndRetries
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "sessions",
        "clients give up early and ask again, and each command takes effect once, while sessions expire",
        Servers: [3, 3, 4, 5],
        Exercises: [.. Expect.Replication, "Exactly Once"],
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.ReadOptions(dice, ReadRule.ThroughTheLog, ReadRule.ThroughTheLog, ReadRule.ReadIndex) with
            {
                MaxSessions = dice.Pick(1, 2, 3, 8),
            },
            new Faults(Timeouts: 6, Drops: 4, Duplicates: 4, Reorders: 2, Crashes: 2, Partitions: 1),
            Draws.Plans(dice, clients: 3, commands: 3),
            Attempts: 12,
            Draws.Pace(dice) with { ClientPatience = dice.Pick(2, 5, 10) },
            MaxEvents: 170));
}
