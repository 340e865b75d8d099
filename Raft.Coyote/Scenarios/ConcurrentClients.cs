using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>What clients see while leaders change.</summary>
internal static class ConcurrentClients
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "concurrent-clients",
        "three clients at once, giving up and asking again, while leaders change",
        Servers: [3],
        Exercises: Expect.Replication,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice),
            new Faults(Timeouts: 6, Crashes: 1, Partitions: 1),
            Draws.Plans(dice, clients: 3, commands: 3),
            Attempts: 6,
            Draws.Pace(dice),
            MaxEvents: 150));
}
