using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands;

/// <summary>What <c>raft check --json</c> prints.</summary>
internal static class ReportCheckJson
{
    /// <summary>The document.</summary>
    public static string Write(CheckSummary summary) => ReportJson.Write(new CheckJson(
        summary.Subject.Seed,
        summary.Subject.Mutant,
        [.. summary.Rows.Select(row => new ScenarioJson(
            row.Scenario, row.Driver, row.Schedules, row.Events, row.States, row.Verdict, row.Missed, row.Fault))],
        [.. summary.Properties.Select(property =>
            new PropertyJson(property.Name, property.Exercised, summary.Fell(property.Name)))],
        [.. from input in Coverage.Inputs from role in Coverage.Roles select CellOf(summary.Coverage, role, input)],
        [.. summary.Findings.Select(ReportJson.Of)],
        summary.Replayed,
        summary.IsInterrupted,
        summary.Verdict));

    private static CellJson CellOf(Coverage coverage, string role, string input) =>
        new(input, role, coverage[role, input], !Coverage.Impossible.Contains((role, input)));

    /// <summary>
    /// A check; the verdict is "clean", "neverExercised", "violation" or "fault", the gravest of those of its scenarios.
    /// </summary>
    private sealed record CheckJson(
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
        int DistinctStates,
        CheckVerdict Verdict,
        IReadOnlyList<string> NeverExercised,
        string? Fault);

    private sealed record PropertyJson(string Property, long Exercised, bool Fell);

    /// <summary>How often a role handled an input, and whether it can.</summary>
    private sealed record CellJson(string Input, string Role, long Count, bool Possible);
}
