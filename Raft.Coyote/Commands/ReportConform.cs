using Raft.Coyote.Conformance;
using Raft.Coyote.Conformance.Histories;

namespace Raft.Coyote.Commands;

/// <summary>What <c>raft conform</c> prints.</summary>
internal static class ReportConform
{
    private const string Contradict =
        "  these answers contradict each other; if any one of them were not known, there would be an order:";

    /// <summary>The lines for a trace.</summary>
    public static IEnumerable<string> Lines(Verdict verdict)
    {
        var facts = verdict.Facts;
        return
        [
            verdict.First is { } first ? $"{verdict.File}:{first.Line}: refused: {first.Refusal.Name}" : $"{verdict.File}: accepted",
            .. verdict.First is null ? [] : Why(verdict.First),
            $"  format {verdict.Format}: {Text.Count(facts.Events, "event")} of {Text.Count(facts.Servers.Count, "server")}, "
            + $"greatest term {Text.Of(facts.GreatestTerm)}, {Text.Count(facts.Leaders, "term")} with a leader, "
            + $"greatest commitIndex {Text.Of(facts.Commit)}",
            $"  properties: {Level(verdict.Properties)}; steps: {Level(verdict.Steps)}",
            .. facts.Options.Count == 0 ? [] : new[] { $"  seen: {string.Join("; ", facts.Options)}" },
            $"  steps judged: {string.Join(", ", facts.Judged.Select(kind => $"{kind.Key} {Text.Of(kind.Value)}"))}",
            .. facts.NotJudged.Count == 0 ? [] : new[] { $"  not judged: {string.Join("; ", facts.NotJudged)}" },
        ];
    }

    /// <summary>The lines for a history.</summary>
    public static IEnumerable<string> Lines(HistoryVerdict history) =>
    [
        $"{history.File}: {(history.IsAccepted ? "linearizable" : "refused: not linearizable")}",
        $"  {Text.Count(history.Operations, "operation")} on {Text.Count(history.Keys, "key")}, "
        + $"{Text.Of(history.Pending)} never answered",
        .. history.IsAccepted ? [] : new[] { Contradict },
        .. history.Contradiction.Select(operation => $"    {operation}"),
    ];

    private static string Level(Refused? refused) =>
        refused is null ? "hold" : $"fall at line {refused.Line}, {refused.Refusal.Name}";

    private static IEnumerable<string> Why(Refused refused) =>
    [
        $"  the event:  {refused.Text}",
        $"  reference:  {refused.Refusal.State}",
        $"  it allows:  {refused.Refusal.Expected}",
        $"  came:       {refused.Refusal.Came}",
        $"  the rule:   {refused.Refusal.Rule}",
    ];
}
