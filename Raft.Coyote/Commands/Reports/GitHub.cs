using System.Text;

namespace Raft.Coyote.Commands.Reports;

/// <summary>
/// What GitHub Actions shows of a step: annotations, which are lines of its standard output, and a summary, which is a file
/// ("Workflow commands for GitHub Actions").
/// </summary>
internal static class GitHub
{
    /// <summary>An annotation for each violation, and for each fault of the checker; none elsewhere.</summary>
    public static IEnumerable<string> Annotations(Surroundings surroundings, CheckReport report) => !IsThere(surroundings)
        ? []
        : report.Summary.Findings.Select(Annotation)
            .Concat(report.Summary.Rows.Where(row => row.Missed.Count > 0).Select(Annotation))
            .Concat(report.Summary.Faults.Select(each => Error($"raft check failed in {each.Scenario}", each.Fault)));

    /// <summary>Adds the summary to those of the job, where there is one.</summary>
    public static void AppendSummary(Surroundings surroundings, CheckReport report)
    {
        if (!IsThere(surroundings) || surroundings.Variable("GITHUB_STEP_SUMMARY") is not { Length: > 0 } file)
        {
            return;
        }

        try
        {
            File.AppendAllText(file, JobSummary.Write(report) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            surroundings.Error.WriteLine($"the summary of the job cannot be written: {exception.Message}");
        }
    }

    private static bool IsThere(Surroundings surroundings) => surroundings.Variable("GITHUB_ACTIONS") == "true";

    private static string Annotation(Finding finding)
    {
        var violation = finding.Shortest.Trace.Header.Violation!;
        var lines = ReportFinding.Explain(violation).Append(finding.Shortest.ReplayCommand);
        return Error($"{violation.Property} fell in {Text.NameOf(finding.Trace.Header)}", string.Join('\n', lines));
    }

    private static string Annotation(ScenarioRow row) => Error(
        $"{row.Leg} did not exercise all that it should", $"never exercised: {string.Join(", ", row.Missed)}");

    private static string Error(string title, string message) => $"::error title={EscapeProperty(title)}::{Escape(message)}";

    private static string Escape(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) =>
        Escape(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
