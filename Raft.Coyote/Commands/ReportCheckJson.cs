using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands;

/// <summary>What <c>raft check --json</c> prints, and <c>report.json</c> says.</summary>
internal static class ReportCheckJson
{
    /// <summary>It changes whenever a program that reads an older document would misread a newer one.</summary>
    private const int Format = 1;

    /// <summary>The document.</summary>
    /// <param name="summary">What was found.</param>
    /// <param name="command">The command that asked for it.</param>
    /// <param name="isComplete">Whether all that was asked for is done.</param>
    /// <param name="findings">The violations, as this document is to tell them.</param>
    public static string Write(
        CheckSummary summary, string command, bool isComplete, IEnumerable<Finding> findings) => ReportJson.Write(new CheckJson(
        Format,
        command,
        isComplete,
        summary.Subject.Seed,
        summary.Subject.Mutant,
        [.. summary.Rows.Select(row => new ScenarioJson(
            row.Scenario, row.Driver, row.Schedules, row.Events, row.States, row.AreStatesExact,
            row.Verdict, row.Missed, row.Fault))],
        [.. summary.Properties.Select(property =>
            new PropertyJson(property.Name, property.Exercised, summary.Fell(property.Name)))],
        [.. from input in Coverage.Inputs from role in Coverage.Roles select CellOf(summary.Coverage, role, input)],
        [.. findings.Select(ReportJson.Of)],
        summary.Replayed,
        summary.IsInterrupted,
        summary.Verdict));

    private static CellJson CellOf(Coverage coverage, string role, string input) =>
        new(input, role, coverage[role, input], !Coverage.Impossible.Contains((role, input)));

    /// <summary>
    /// A check; the verdict is "clean", "neverExercised", "violation" or "fault", the gravest of those of its scenarios.
    /// </summary>
    private sealed record CheckJson(
        int Format,
        string Command,
        bool Complete,
        long Seed,
        string? Mutant,
        IReadOnlyList<ScenarioJson> Scenarios,
        IReadOnlyList<PropertyJson> Properties,
        IReadOnlyList<CellJson> Coverage,
        IReadOnlyList<FindingJson> Findings,
        long ReplayedAsEvents,
        bool Interrupted,
        CheckVerdict Verdict) : DocumentJson;

    /// <summary>
    /// A scenario with one driver; "notRun" is one more verdict. What it should have exercised and never did makes a check fail.
    /// </summary>
    private sealed record ScenarioJson(
        string Scenario,
        string Driver,
        long Schedules,
        long ProtocolEvents,
        long DistinctStates,
        bool DistinctStatesExact,
        CheckVerdict Verdict,
        IReadOnlyList<string> NeverExercised,
        string? Fault);

    private sealed record PropertyJson(string Property, long Exercised, bool Fell);

    /// <summary>How often a role handled an input, and whether it can.</summary>
    private sealed record CellJson(string Input, string Role, long Count, bool Possible);
}
