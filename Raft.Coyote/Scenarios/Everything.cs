using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>All that may go wrong, at once.</summary>
internal static class Everything
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "everything",
        "messages lost, doubled and overtaken, servers crashing and pausing, disks losing writes, partitions, "
            + "and clients all the while",
        Servers: [3, 3, 4, 5],
        Exercises: Expect.Crashes,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice),
            new Faults(
                Timeouts: 12,
                Drops: 4,
                Duplicates: 4,
                Reorders: 4,
                Crashes: 3,
                LostWrites: 2,
                Partitions: 1,
                OneWayCuts: 1,
                Pauses: 1),
            Draws.Plans(dice, clients: 2, commands: 3),
            Attempts: 6,
            Draws.Pace(dice),
            MaxEvents: 180));
}
