using System.Text;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Show;

namespace Raft.Coyote.Commands.Reports;

/// <summary>
/// The reports that a check leaves beside its traces. They hold no time, no speed and no path from outside the folder, so the
/// same run leaves the same bytes wherever and however it ran.
/// </summary>
internal static class ReportFolder
{
    /// <summary>Writes all of them, each whole or not at all.</summary>
    public static void Write(string folder, CheckReport report)
    {
        Directory.CreateDirectory(folder);
        Write(folder, "junit.xml", JUnit.Write(report));
        Write(folder, "results.sarif", Sarif.Write(report));
        Write(folder, "summary.md", JobSummary.Write(report));
        Write(folder, "report.json", ReportCheckJson.Write(report.Summary, report.Command, report.IsComplete, report.Findings));
    }

    /// <summary>Draws a violation: a page for each of its traces, beside it.</summary>
    public static void Draw(Finding finding)
    {
        Write(PageOf(finding), HtmlPage.Of(finding.Trace));
        if (finding.Shrunk is { } shrunk)
        {
            Draw(shrunk);
        }
    }

    /// <summary>The page that shows a violation's trace.</summary>
    public static string PageOf(Finding finding) => $"{finding.File[..^TraceFormat.FileEnding.Length]}.html";

    private static void Write(string folder, string name, string text) => Write(Path.Combine(folder, name), text);

    private static void Write(string file, string text) =>
        WholeFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes($"{text.TrimEnd()}\n")));
}
