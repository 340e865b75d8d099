using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Disks that keep only some of what was written and not yet synced.</summary>
internal static class LostWrites
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "lost-writes",
        "servers crash amid a write, and some of its records, or half of the last one, are gone",
        Servers: [3, 3, 4],
        Exercises: Expect.Crashes,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice),
            new Faults(Timeouts: 12, Duplicates: 2, Crashes: 6, LostWrites: 6),
            Draws.Plans(dice, clients: 1, commands: 4),
            Attempts: 6,
            Draws.Pace(dice),
            MaxEvents: 130));
}
