using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>
/// Section 5.3 over several leaderships of the same server: what its followers told it before is no longer true.
/// </summary>
internal static class OldAcknowledgements
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "old-acknowledgements",
        "a leader is cut off, overruled and elected again, while what its followers told it earlier is still on its way",
        Servers: [5],
        Exercises: Expect.Replication,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice) with { NoOpAtElection = dice.OneIn(4) },
            new Faults(Timeouts: 10, Duplicates: 1, Partitions: 2, OneWayCuts: 1),
            Draws.Plans(dice, clients: 4, commands: 2),
            Attempts: 5,
            Draws.Pace(dice),
            MaxEvents: 160),
        Weight: 3);
}
