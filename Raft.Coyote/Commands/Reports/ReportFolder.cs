using System.Text;
using Raft.Coyote.Traces;

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

    private static void Write(string folder, string name, string text) =>
        WholeFile.Write(Path.Combine(folder, name), stream => stream.Write(Encoding.UTF8.GetBytes($"{text.TrimEnd()}\n")));
}
