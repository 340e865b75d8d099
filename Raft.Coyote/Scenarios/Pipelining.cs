using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Flow: many requests at once, and limits on all that a leader sends and takes on.</summary>
internal static class Pipelining
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "pipelining",
        "leaders send ahead, in batches and within limits, over a network that loses and reorders, and turn clients away",
        Servers: [3, 3, 4, 5],
        Exercises: Expect.Flow,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.FlowOptions(dice),
            new Faults(Timeouts: 6, Drops: 6, Duplicates: 3, Reorders: 4, Crashes: 1),
            Draws.Plans(dice, clients: 3, commands: 4),
            Attempts: 8,
            Draws.Pace(dice),
            MaxEvents: 150));
}
