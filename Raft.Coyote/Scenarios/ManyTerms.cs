using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Figure 8: entries of older terms on some servers and not on others, over many leaderships.</summary>
internal static class ManyTerms
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "many-terms",
        "leaders come and go with small batches, and leave entries of many terms behind",
        Servers: [3, 5, 5],
        Exercises: Expect.Replication,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice),
            new Faults(Timeouts: 20, Drops: 4, Reorders: 3, Crashes: 4, Partitions: 3),
            Draws.Plans(dice, clients: 2, commands: 4),
            Attempts: 8,
            Draws.Pace(dice),
            MaxEvents: 200));
}
