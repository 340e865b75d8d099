using Raft.Coyote.Conformance;
using Raft.Coyote.Conformance.Histories;

namespace Raft.Coyote.Commands;

/// <summary>What <c>raft conform --json</c> prints.</summary>
internal static class ReportConformJson
{
    /// <summary>The document.</summary>
    public static string Write(IEnumerable<Verdict> verdicts, IEnumerable<HistoryVerdict> histories) =>
        ReportJson.Write(new ConformJson([.. verdicts.Select(Of)], [.. histories.Select(Of)]));

    private static TraceJson Of(Verdict verdict) => new(
        verdict.File, verdict.Format, verdict.IsAccepted, Of(verdict.First), Of(verdict.Properties), Of(verdict.Steps),
        verdict.Facts);

    private static HistoryJson Of(HistoryVerdict history) => new(
        history.File, history.IsAccepted, history.Operations, history.Pending, history.Keys,
        [.. history.Contradiction.Select(operation => operation.ToString())]);

    private static RefusedJson? Of(Refused? refused) => refused is null ? null : new RefusedJson(
        refused.Level, refused.Line, refused.Text, refused.Refusal.Name, refused.Refusal.Expected, refused.Refusal.Came,
        refused.Refusal.State, refused.Refusal.Rule.Sentence, refused.Refusal.Rule.Source);

    private sealed record ConformJson(IReadOnlyList<TraceJson> Traces, IReadOnlyList<HistoryJson> Histories) : DocumentJson;

    private sealed record HistoryJson(
        string History, bool Linearizable, int Operations, int Pending, int Keys, IReadOnlyList<string> Contradiction);

    /// <summary>
    /// A trace: whether it is accepted, and the first event that no execution explains, of both levels and of each.
    /// </summary>
    private sealed record TraceJson(
        string Trace, string Format, bool Accepted, RefusedJson? First, RefusedJson? Properties, RefusedJson? Steps, Facts Facts);

    private sealed record RefusedJson(
        Level Level, int Line, string Event, string Name, string Expected, string Came, string State, string Rule, string Source);
}
