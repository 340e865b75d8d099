namespace Raft.Coyote.Commands.Reports;

/// <summary><c>summary.md</c>: what the page of a CI job shows, so that whoever sees red need not open a log.</summary>
internal static class JobSummary
{
    /// <summary>Longer than any run of backticks in a story.</summary>
    private const string Fence = "````";

    /// <summary>The page.</summary>
    public static string Write(CheckReport report) => string.Join('\n',
    [
        $"## raft check: {Verdict(report)}",
        "",
        ReportCheck.Conclusion(report.Summary),
        .. report.IsComplete ? [] : (string[])["", $"Not finished: still to come {NamesOf(report.ToCome)}."],
        "",
        .. Fenced(["$ " + report.Command]),
        "",
        .. report.Findings.SelectMany(Finding),
        .. Scenarios(report.Summary),
        "",
        .. Properties(report.Summary),
        "",
        ReportCheck.WhatWasMissed(report.Summary.Coverage),
    ]);

    private static string Verdict(CheckReport report) => report.Summary.Verdict switch
    {
        CheckVerdict.Fault => "⚠️ the checker itself failed",
        CheckVerdict.Violation => $"❌ {NamesOf(Fallen(report).Distinct())} fell",
        CheckVerdict.NeverExercised => "❌ not all was exercised",
        _ => "✅ no violation",
    };

    private static IEnumerable<string> Fallen(CheckReport report) =>
        report.Findings.Select(finding => finding.Trace.Header.Violation!.Property);

    private static IEnumerable<string> Finding(Finding finding)
    {
        var (header, violation) = (finding.Trace.Header, finding.Shortest.Trace.Header.Violation!);
        return
        [
            $"<details open><summary><b>{violation.Property}</b> fell in {Text.NameOf(header)}: "
            + $"{Html(violation.Explanation)}</summary>",
            "",
            .. Fenced(ReportFinding.Lines(finding)),
            "",
            $"`{finding.Shortest.Page}` shows it as a picture.",
            "",
            "</details>",
            "",
        ];
    }

    private static IEnumerable<string> Scenarios(CheckSummary summary) =>
    [
        "| scenario | driver | schedules | protocol events | distinct states | verdict |",
        "|---|---|---:|---:|---:|---|",
        .. summary.Rows.Select(row => Row(
            row.Scenario, row.Driver, Text.Of(row.Schedules), Text.Of(row.Events), row.StatesText, ReportCheck.VerdictOf(row))),
    ];

    private static IEnumerable<string> Properties(CheckSummary summary) =>
    [
        "| property | times exercised | verdict |",
        "|---|---:|---|",
        .. summary.Properties.Select(each => Row(each.Name, Text.Of(each.Exercised), ReportCheck.VerdictOf(summary, each))),
    ];

    private static string Row(params IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static IEnumerable<string> Fenced(IEnumerable<string> lines) => [$"{Fence}text", .. lines, Fence];

    private static string NamesOf(IEnumerable<string> names) => string.Join(", ", names);

    private static string Html(string text) => System.Net.WebUtility.HtmlEncode(text);
}
