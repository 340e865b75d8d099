using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Liveness of chapter 6: once faults stop, no read waits for ever, and no session is in the way.</summary>
internal static class HealingReads
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "reads-heal",
        "after losses, crashes and partitions the faults stop: every read is answered, in whichever way reads are, with sessions or without",
        Servers: [3, 3, 5],
        Exercises: [.. Expect.Liveness, "No Read Waits For Ever"],
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.ReadOptions(dice, ReadRule.ThroughTheLog, ReadRule.ReadIndex, ReadRule.ReadIndexAtFollowers, ReadRule.Lease) with
            {
                MaxSessions = dice.Pick(0, 1, 3),
            },
            new Faults(Timeouts: 8, Drops: 4, Duplicates: 2, Crashes: 2, Partitions: 1, OneWayCuts: 1, Pauses: 1),
            Draws.ReadingPlans(dice, writers: 1, readers: 2, commands: 2),
            Attempts: 5,
            Draws.Pace(dice),
            MaxEvents: 70),
        Heals: true);
}
