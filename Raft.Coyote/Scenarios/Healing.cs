using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Liveness: once faults stop, all must end well.</summary>
internal static class Healing
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "healing",
        "after crashes, losses and partitions the faults stop: a leader is elected, writes commit, logs converge",
        Servers: [3, 3, 5],
        Exercises: Expect.Liveness,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice),
            new Faults(Timeouts: 8, Drops: 4, Duplicates: 2, Crashes: 2, Partitions: 1, OneWayCuts: 1, Pauses: 1),
            Draws.Plans(dice, clients: 2, commands: 3),
            Attempts: 5,
            Draws.Pace(dice),
            MaxEvents: 60), Heals: true);
}
