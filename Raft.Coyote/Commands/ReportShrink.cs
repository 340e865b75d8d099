using Raft.Coyote.Exploration.Shrinking;

namespace Raft.Coyote.Commands;

/// <summary>What <c>raft shrink</c> prints.</summary>
internal static class ReportShrink
{
    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(Finding finding, string property, ShrinkReport report)
    {
        if (finding.Shrunk is null)
        {
            var why = report.Detail is { } detail ? $": {Told(report, detail)}" : "";
            return [$"Gone: {property} does not fall any more{why}."];
        }

        var (before, after) = (finding.Trace.Happenings.Count, finding.Shrunk.Trace.Happenings.Count);
        return
        [
            .. ReportFinding.Explain(finding.Shrunk.Trace.Header.Violation!).Prepend($"{property} still falls."),
            .. ReportFinding.StoryEnd(finding.Shrunk.Trace),
            $"The short trace is in {finding.Shrunk.File}; this runs it again:",
            finding.Shrunk.ReplayCommand,
            $"{Text.Count(before, "event")} -> {Text.Count(after, "event")}{Ended(report)}",
        ];
    }

    /// <summary>What <c>--json</c> prints.</summary>
    public static string Document(Finding finding, ShrinkReport report) => ReportJson.Write(new ShrinkJson(
        report.Outcome, finding.Trace.Happenings.Count, finding.Shrunk?.Trace.Happenings.Count, report.Replayed, report.Detail,
        ReportJson.Of(finding)));

    private static string Told(ShrinkReport report, string detail) =>
        Specifications.Properties.Known.Contains(detail) ? $"{detail} does, at event {report.Replayed}" : detail;

    private static string Ended(ShrinkReport report) => report.Outcome == ShrinkOutcome.Minimal
        ? "; nothing can be taken from it."
        : $"; more may be taken from it, but {Text.Count(report.Replayed, "event")} were replayed: enough for one time.";

    /// <summary>
    /// A trace that was shrunk: "minimal", "unfinished" or "gone", with the number of events before and after, and how many were
    /// replayed to find it.
    /// </summary>
    private sealed record ShrinkJson(
        ShrinkOutcome Outcome, int EventsBefore, int? EventsAfter, long EventsReplayed, string? Detail, FindingJson Finding)
        : DocumentJson;
}
