using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Section 5.2 with three servers that have just started.</summary>
internal static class FirstElectionAmong3
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "first-election-3",
        "three servers start, and elect a leader while timeouts come at any time",
        Servers: [3],
        Exercises: Expect.Elections,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice),
            new Faults(Timeouts: 6),
            Draws.NoPlans,
            Attempts: 0,
            Draws.Pace(dice),
            MaxEvents: 60));
}
