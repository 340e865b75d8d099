using Raft.Coyote.Mutants;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary>Tells of a violation: what fell, why, and what led there.</summary>
internal static class ReportFinding
{
    /// <summary>So many events of a story are told; the trace has the others.</summary>
    public const int LastEvents = 12;

    /// <summary>A story of no more events than this is told whole.</summary>
    private const int FewEvents = 30;

    /// <summary>The violation, its story, the short one where there is one, and how to run it again.</summary>
    public static IEnumerable<string> Lines(Finding finding) =>
    [
        WhatFell(finding),
        .. Explain(finding.Shortest.Trace.Header.Violation!),
        .. StoryEnd(finding.Shortest.Trace),
        $"{WhereItIs(finding)}; this runs it again:",
        finding.Shortest.ReplayCommand,
    ];

    /// <summary>Which property fell, and where.</summary>
    public static string WhatFell(Finding finding)
    {
        var header = finding.Trace.Header;
        return $"{header.Violation!.Property} fell at event {finding.Trace.Happenings.Count} of {header.Scenario}, "
            + $"schedule {header.Schedule} of seed {header.Seed}, strategy {header.Strategy}{WhoseRules(header.Mutant)}.";
    }

    /// <summary>Whose rules ran, for a sentence; empty for ours.</summary>
    public static string WhoseRules(string? mutant) =>
        mutant is null ? ""
        : Guests.Ran(mutant) ? $", {mutant}"
        : $", {(Catalogue.Find(mutant) is null ? "rules" : "mutant")} {mutant}";

    private static string WhereItIs(Finding finding) => finding.Shrunk is null
        ? $"The whole run is in {finding.File}"
        : $"The whole run is in {finding.File}, the short one in {finding.Shrunk.File}";

    /// <summary>Why a property fell.</summary>
    public static IEnumerable<string> Explain(Violation violation) =>
        violation.Facts.Items.Select(fact => $"  #{fact.Happening} {fact.Text}").Prepend($"Why: {violation.Explanation}");

    /// <summary>What happened in a run; of a long one only what happened last.</summary>
    public static IEnumerable<string> StoryEnd(Trace trace)
    {
        var count = trace.Happenings.Count;
        var first = count <= FewEvents ? 0 : count - LastEvents;
        var from = trace.Header.ShrunkFrom;
        var shrunk = from is null ? "" : $", shrunk from {Text.Count(from.Value, "event")} to {Text.Of(count)}";
        var title = first == 0 ? $"All that happened{shrunk}:" : $"What happened last, from event {first + 1} on{shrunk}:";
        return trace.Happenings.Items.Skip(first)
            .Select((happening, position) => $"  #{first + position + 1} {Narration.Tell(happening)}").Prepend(title);
    }
}
