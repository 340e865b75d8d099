using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Section 9.6 of the dissertation where it is tight: who asks, stands and votes in a term, all at once.</summary>
internal static class ContestedPreVotes
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "contested-pre-votes",
        "several servers ask and stand at once, and those who voted ask too, while a leader is not yet heard everywhere",
        Servers: [3],
        Exercises: [.. Expect.Elections, "Pre-Vote Changes Nothing", "Pre-Vote Majority"],
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice) with { PreVote = true, CheckQuorum = dice.OneIn(32) },
            new Faults(Timeouts: 8),
            Draws.NoPlans,
            Attempts: 0,
            Draws.Pace(dice) with { Patience = dice.Pick(4, 4, 8) },
            MaxEvents: 50),
        Weight: 4,
        MinServers: 2);
}
