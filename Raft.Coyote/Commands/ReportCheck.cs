using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands;

/// <summary>What <c>raft check</c> prints. No times and no speeds: the same seed prints the same.</summary>
internal static class ReportCheck
{
    private const int LineWidth = 120;

    private static readonly ReportTable Scenarios = new(
        new Column("scenario", 20), new Column("driver", 6),
        new Column("schedules", 9, true), new Column("protocol events", 15, true),
        new Column("distinct states", 15, true), new Column("verdict", 40));

    private static readonly ReportTable Properties = new(
        new Column("property", 22), new Column("times exercised", 17, true), new Column("verdict", 15));

    private static readonly ReportTable Inputs = new(
        [new Column("input", 32), .. Coverage.Roles.Select(role => new Column(role, 13, true))]);

    /// <summary>What stands above the rows.</summary>
    public static IEnumerable<string> Head() => Scenarios.Head();

    /// <summary>The row of a scenario.</summary>
    public static IEnumerable<string> Row(ScenarioRow row) =>
        Scenarios.Row(row.Scenario, row.Driver, Text.Of(row.Schedules), Text.Of(row.Events), row.StatesText, VerdictOf(row));

    /// <summary>What stands below the rows.</summary>
    public static IEnumerable<string> AfterRows(CheckSummary summary) =>
    [
        "",
        .. PropertyTable(summary),
        "",
        .. CoverageTable(summary.Coverage),
        "",
        .. summary.Findings.SelectMany(finding => ReportFinding.Lines(finding).Append("")),
        .. NeverExercised(summary),
        .. Replays(summary),
        Conclusion(summary),
    ];

    /// <summary>The verdict on a scenario.</summary>
    public static string VerdictOf(ScenarioRow row) => row.Verdict switch
    {
        CheckVerdict.Fault => "the checker itself failed",
        CheckVerdict.Violation => $"{row.Finding!.Trace.Header.Violation!.Property} FELL",
        CheckVerdict.NeverExercised => $"never exercised: {string.Join(", ", row.Missed)}",
        CheckVerdict.NotRun => "not run",
        _ => "no violation",
    };

    private static IEnumerable<string> PropertyTable(CheckSummary summary) =>
        Properties.Head().Concat(
            summary.Properties.SelectMany(each => Properties.Row(each.Name, Text.Of(each.Exercised), VerdictOf(summary, each))));

    /// <summary>The verdict on a property.</summary>
    public static string VerdictOf(CheckSummary summary, (string Name, long Exercised) property) =>
        summary.Fell(property.Name) ? "FELL" : property.Exercised == 0 ? "never exercised" : "holds";

    private static IEnumerable<string> CoverageTable(Coverage coverage)
    {
        return
        [
            .. Inputs.Head(),
            .. Coverage.Inputs.SelectMany(
                input => Inputs.Row([input, .. Coverage.Roles.Select(role => Cell(coverage, role, input))])),
            .. ReportTable.Wrap(WhatWasMissed(coverage), LineWidth),
        ];
    }

    /// <summary>Which role never handled which input, in a sentence.</summary>
    public static string WhatWasMissed(Coverage coverage)
    {
        var missed = coverage.Missed.Select(cell => $"{cell.Role} on {cell.Input}").ToList();
        return missed.Count == 0
            ? "All that can be reached was reached; - cannot."
                : $"Never reached: {string.Join("; ", missed)}.";
    }

    private static string Cell(Coverage coverage, string role, string input) => coverage[role, input] switch
    {
        0 => Coverage.Impossible.Contains((role, input)) ? "-" : "NEVER",
        var count => Text.Of(count),
    };

    /// <summary>What should have been exercised and never was, a scenario a line.</summary>
    public static IEnumerable<string> NeverExercised(CheckSummary summary) =>
        from row in summary.Rows
        where row.Missed.Count > 0
        let schedules = Ran([row])
        select $"{row.Leg} should exercise {string.Join(", ", row.Missed)} and never did in {schedules}.";

    private static IEnumerable<string> Replays(CheckSummary summary)
    {
        if (summary.Replayed > 0)
        {
            var schedules = Text.Count(summary.Replayed, "schedule");
            yield return $"{schedules} of Coyote's replayed as events on the rules alone: all end in the same states.";
        }
    }

    /// <summary>What came of it all, in a sentence.</summary>
    public static string Conclusion(CheckSummary summary)
    {
        var interrupted = summary.IsInterrupted ? "Interrupted. " : "";
        var schedules = Ran(summary.Rows);
        var events = Text.Count(summary.Rows.Sum(row => row.Events), "protocol event");
        return $"{interrupted}{WhatCame(summary)} in {schedules}, {events}, seed {summary.Subject.Seed}{ReportFinding.WhoseRules(summary.Subject.Mutant)}.";
    }

    /// <summary>How many schedules ran under Coyote, and how many walks on the rules alone.</summary>
    private static string Ran(IReadOnlyList<ScenarioRow> rows)
    {
        var walks = rows.Where(row => row.IsWalked).Sum(row => row.Schedules);
        var schedules = rows.Sum(row => row.Schedules) - walks;
        return (schedules, walks) switch
        {
            (_, 0) => Text.Count(schedules, "schedule"),
            (0, _) => Text.Count(walks, "walk"),
            _ => $"{Text.Count(schedules, "schedule")} and {Text.Count(walks, "walk")}",
        };
    }

    private static string WhatCame(CheckSummary summary) => summary.Verdict switch
    {
        CheckVerdict.Fault => $"The checker itself failed, and there {Violations(summary, "was", "were")}",
        CheckVerdict.Violation => Violations(summary, "Found", "Found"),
        CheckVerdict.NeverExercised => "No violation, but not all was exercised that should be,",
        _ => "No violation",
    };

    private static string Violations(CheckSummary summary, string one, string many) => summary.Findings.Count() switch
    {
        0 => $"{one} no violation",
        1 => $"{one} 1 violation",
        var count => $"{many} {count} violations",
    };
}
