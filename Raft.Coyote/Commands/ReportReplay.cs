using Raft.Coyote.Exploration;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary>What <c>raft replay</c> prints.</summary>
internal static class ReportReplay
{
    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(string file, Trace trace, ReplayReport report)
    {
        var header = trace.Header;
        var mutant = header.Mutant is null ? "" : $", mutant {header.Mutant}";
        return
        [
            $"{file}: {header.Scenario}, schedule {header.Schedule} of seed {header.Seed}, "
            + $"strategy {header.Strategy}{mutant}, recorded by {header.Product}",
            "",
            .. ReportFinding.StoryEnd(trace with { Happenings = [.. report.Story] }),
            "",
            .. report.Violation is null ? [] : ReportFinding.Explain(report.Violation).Append(""),
            Verdict(trace, report),
        ];
    }

    private static string Verdict(Trace trace, ReplayReport report)
    {
        var recorded = trace.Header.Violation is { } violation
            ? $"{violation.Property} fell at event {trace.Happenings.Count}"
                : "no property fell";
        return report.Outcome switch
        {
            ReplayOutcome.Reproduced =>
                $"Still there: {report.Violation!.Property} fell again at event {report.Events}, as recorded.",
            ReplayOutcome.Differs =>
                $"It differs: {report.Violation!.Property} fell at event {report.Events}; when it was recorded {recorded}.",
            _ when trace.Header.Violation is null => "No property fell, as recorded.",
            _ => $"Gone: the schedule ran to its end and no property fell; when it was recorded {recorded}.",
        };
    }
}
