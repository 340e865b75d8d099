using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Pre-vote, check-quorum and leadership transfer, with and without one another.</summary>
internal static class ChangesOfLeadership
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "changes-of-leadership",
        "pre-votes are asked for, leaders check whom they hear, and hand over their leadership, while much goes wrong",
        Servers: [3, 3, 4, 5],
        Exercises: Expect.Leadership,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.LeadershipOptions(dice),
            new Faults(
                Timeouts: 24, Drops: 3, Duplicates: 2, Reorders: 3, Crashes: 2, LostWrites: 1, Partitions: 2, OneWayCuts: 1),
            Draws.Plans(dice, clients: 1, commands: 4),
            Attempts: 6,
            Draws.Pace(dice),
            MaxEvents: 160)
        {
            Orders = Draws.Transfers(dice, servers, most: 3),
        },
        Weight: 3,
        MinServers: 2);
}
