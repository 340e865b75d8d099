using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Votes that come twice, late or never, in clusters of even and odd size.</summary>
internal static class ContestedElections
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "contested-elections",
        "many candidates at once, with votes doubled, lost and late, among two to five servers",
        Servers: [2, 3, 4, 4, 5],
        Exercises: Expect.Elections,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice),
            new Faults(Timeouts: 12, Drops: 3, Duplicates: 6, Reorders: 3),
            Draws.NoPlans,
            Attempts: 0,
            Draws.Pace(dice),
            MaxEvents: 100));
}
