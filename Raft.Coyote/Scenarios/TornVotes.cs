using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Elections that overlap, while servers crash amid the write of a term and a vote.</summary>
internal static class TornVotes
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "torn-votes",
        "several candidates at once, old requests for votes that come late, and voters that crash amid their writes",
        Servers: [3, 5, 5],
        Exercises: Expect.Crashes,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice),
            new Faults(Timeouts: 16, Duplicates: 3, Reorders: 3, Crashes: 6, LostWrites: 6),
            Draws.Plans(dice, clients: 1, commands: 2),
            Attempts: 6,
            Draws.Pace(dice) with { Patience = dice.Pick(4, 10, 20) },
            MaxEvents: 120),
        Weight: 3);
}
