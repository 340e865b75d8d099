using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Crashes between any two effects, and restarts from what was durable.</summary>
internal static class CrashAndRestart
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "crash-restart",
        "servers crash at any point of a step, and restart with what their disk holds",
        Servers: [3, 3, 5],
        Exercises: Expect.Crashes,
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.Options(dice),
            new Faults(Timeouts: 10, Drops: 2, Crashes: 5),
            Draws.Plans(dice, clients: 2, commands: 3),
            Attempts: 6,
            Draws.Pace(dice),
            MaxEvents: 150));
}
