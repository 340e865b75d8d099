using System.Globalization;

namespace Raft.Coyote.Commands;

/// <summary>What <c>raft mutants run</c> prints.</summary>
internal static class ReportMutants
{
    private static readonly ReportTable Table = new(
        new Column("mutant", 31), new Column("what fell", 15), new Column("scenario", 14), new Column("strategy", 13),
        new Column("schedules", 9, true), new Column("walks", 7, true), new Column("seconds", 7, true),
        new Column("verdict", 10));

    /// <summary>What stands above the rows.</summary>
    public static IEnumerable<string> Head() => Table.Head();

    /// <summary>The row of a mutant.</summary>
    public static IEnumerable<string> Row(MutantRow row)
    {
        var header = row.Finding?.Trace.Header;
        return Table.Row(
            row.Report.Mutant.Name, header?.Violation?.Property ?? "-", header?.Scenario ?? "-", header?.Strategy ?? "-",
            Text.Of(row.Report.Schedules), Text.Of(row.Report.Walks), row.Report.Seconds.ToString("F1", CultureInfo.InvariantCulture), row.Verdict);
    }

    /// <summary>What stands below the rows.</summary>
    public static IEnumerable<string> AfterRows(IReadOnlyList<MutantRow> rows, int expected)
    {
        var interrupted = IsInterrupted(rows, expected) ? $"Interrupted after {rows.Count} of {expected} runs. " : "";
        var bugs = rows.Where(row => !row.Report.Mutant.IsControl).ToList();
        var controls = rows.Where(row => row.Report.Mutant.IsControl).ToList();
        return
        [
            "",
            .. rows.Where(row => row.Finding is not null && !row.IsAsExpected)
                .SelectMany(row => ReportFinding.Lines(row.Finding!).Append("")),
            $"{interrupted}{bugs.Count(row => row.IsAsExpected)} of {bugs.Count} mutants fell to a property of their own; "
            + $"{controls.Count(row => row.IsAsExpected)} of {controls.Count} controls were left alone.",
        ];
    }

    /// <summary>What <c>--json</c> prints.</summary>
    public static string Document(IReadOnlyList<MutantRow> rows, int expected) => ReportJson.Write(new MutantsJson(
        [.. rows.Select(Of)], rows.Count == expected && rows.All(row => row.IsAsExpected), IsInterrupted(rows, expected)));

    private static bool IsInterrupted(IReadOnlyList<MutantRow> rows, int expected) =>
        rows.Count < expected || rows.Any(row => row.WasInterrupted);

    private static RowJson Of(MutantRow row) => new(
        row.Report.Mutant.Name, row.Report.Mutant.IsControl, row.Report.Seed, row.Report.Schedules, row.Report.Walks,
        Math.Round(row.Report.Seconds, 3), row.Verdict, row.IsAsExpected,
        row.Report.Fault, row.Finding is null ? null : ReportJson.Of(row.Finding));

    private sealed record MutantsJson(IReadOnlyList<RowJson> Mutants, bool AllAsExpected, bool Interrupted) : DocumentJson;

    /// <summary>
    /// A run of a mutant: after how many schedules, walks and seconds it was caught or given up, and the violation if there was
    /// one.
    /// </summary>
    private sealed record RowJson(
        string Mutant, bool Control, long Seed, long Schedules, long Walks, double Seconds,
        string Verdict, bool AsExpected, string? Fault, FindingJson? Finding);
}
