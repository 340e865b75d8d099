using Raft.Coyote.Exploration;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Commands;

/// <summary>What <c>raft replay --json</c> prints.</summary>
internal static class ReportReplayJson
{
    /// <summary>The document.</summary>
    public static string Write(IEnumerable<Replayed> replays) => ReportJson.Write(new ReplaysJson([.. replays.Select(Of)]));

    private static ReplayJson Of(Replayed replay)
    {
        var (trace, header) = (replay.Input.Trace, replay.Input.Trace.Header);
        return new ReplayJson(
            replay.Input.File, header.Scenario, header.Mutant, header.Seed, header.Schedule, replay.Best.Outcome,
            FallOf(header.Violation, trace.Happenings.Count), FallOf(replay.Best.Violation, replay.Best.Events),
            replay.Schedule is null ? null : Of(replay.Schedule), Of(replay.Events), replay.Times, replay.IsAlike);
    }

    private static RunJson Of(ReplayReport report) =>
        new(report.Outcome, FallOf(report.Violation, report.Events), report.Detail);

    private static FallJson? FallOf(Violation? violation, int events) =>
        violation is null ? null : new FallJson(violation.Property, events, violation.Explanation);

    private sealed record ReplaysJson(IReadOnlyList<ReplayJson> Replays) : DocumentJson;

    /// <summary>
    /// A trace: what fell when it was recorded and what fell now; and how Coyote's schedule (null when it has none) and the
    /// events on the rules alone ended: "reproduced", "differs", "gone" or "noLongerFits".
    /// </summary>
    private sealed record ReplayJson(
        string Trace, string Scenario, string? Mutant, long Seed, long Schedule, ReplayOutcome Outcome,
        FallJson? Recorded, FallJson? Now, RunJson? Coyote, RunJson Rules, int Times, bool AllAlike);

    private sealed record RunJson(ReplayOutcome Outcome, FallJson? Now, string? Detail);

    private sealed record FallJson(string Property, int Event, string Explanation);
}
