using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>An old leader that is cut off, and comes back when others have gone on without it.</summary>
internal static class Partitions
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "partitions",
        "partitions, symmetric and one-way, with the old leader coming back into a later term",
        Servers: [3, 3, 5],
        Exercises: Expect.Replication,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice),
            new Faults(Timeouts: 10, Drops: 2, Partitions: 3, OneWayCuts: 2),
            Draws.Plans(dice, clients: 2, commands: 3),
            Attempts: 6,
            Draws.Pace(dice),
            MaxEvents: 160));
}
