using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Section 6.4 of the dissertation: reads that do not go through the log, and are fresh all the same.</summary>
internal static class ReadsWithoutLog
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "reads",
        "reads by ReadIndex, at the leader and at followers, while leaders are cut off and overruled",
        Servers: [3, 3, 4, 5],
        Exercises: [.. Expect.Replication, "Fresh Reads"],
        Draw: (dice, servers) => new Setup(
            servers,
            Draws.ReadOptions(dice, ReadRule.ReadIndex, ReadRule.ReadIndexAtFollowers),
            new Faults(Timeouts: 8, Drops: 3, Duplicates: 3, Reorders: 3, Crashes: 1, Partitions: 2, OneWayCuts: 1),
            Draws.ReadingPlans(dice, writers: 1, readers: 2, commands: 4),
            Attempts: 7,
            Draws.Pace(dice),
            MaxEvents: 150));
}
