using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>The seed of this project: "any server may be asked for a read". One who does gets stale answers.</summary>
internal static class LocalReads
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "local-reads",
        "any server answers a read from what it has: not linearizable, so this is not among the scenarios that must hold",
        Servers: [3, 3, 5],
        Exercises: [],
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.ReadOptions(dice, ReadRule.Local),
            new Faults(Timeouts: 4, Drops: 2),
            Draws.ReadingPlans(dice, writers: 1, readers: 2, commands: 3),
            Attempts: 5,
            Draws.Pace(dice),
            MaxEvents: 120));
}
