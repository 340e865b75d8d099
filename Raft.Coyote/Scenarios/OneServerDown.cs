using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Liveness with a minority down for good: what commit at a quorum is for.</summary>
internal static class OneServerDown
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "one-server-down",
        "when faults stop one server goes down for good, and the others must still go on",
        Servers: [3, 3, 5],
        Exercises: Expect.Liveness,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice),
            new Faults(Timeouts: 12, Drops: 4, Crashes: 2, Partitions: 2),
            Draws.Plans(dice, clients: 2, commands: 3),
            Attempts: 5,
            Draws.Pace(dice),
            MaxEvents: 90,
            StaysDown: new ServerId(1 + dice.Below(servers))),
        Heals: true,
        MinServers: 3);
}
