using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>The network that section 5.1 allows: it may delay, drop, double and reorder.</summary>
internal static class LossyNetwork
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "lossy-network",
        "messages are lost, doubled and overtaken while clients write",
        Servers: [3, 3, 4],
        Exercises: Expect.Replication,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice),
            new Faults(Timeouts: 6, Drops: 8, Duplicates: 8, Reorders: 8),
            Draws.Plans(dice, clients: 2, commands: 3),
            Attempts: 5,
            Draws.Pace(dice),
            MaxEvents: 140));
}
