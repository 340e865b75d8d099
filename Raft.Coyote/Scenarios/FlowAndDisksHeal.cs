using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Liveness with all that limits flow, and disks that are mended.</summary>
internal static class FlowAndDisksHeal
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "flow-and-disks-heal",
        "after losses, crashes and failing disks the faults stop: whoever was turned away is served, logs converge",
        Servers: [3, 3, 4, 5],
        Exercises: Expect.FlowHeals,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.FlowOptions(dice) with { ParallelWrites = dice.OneIn(2) },
            new Faults(Timeouts: 8, Drops: 5, Duplicates: 2, Reorders: 2, Crashes: 3, LostWrites: 1, Partitions: 1, Pauses: 1)
            {
                FullDisks = 1,
                Corruptions = (servers - 1) / 2,
            },
            Draws.Plans(dice, clients: 2, commands: 4),
            Attempts: 8,
            Draws.Pace(dice),
            MaxEvents: 70), Heals: true);
}
