using Raft.Coyote.Mutants;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary>Tells of a violation: what fell, why, and what led there.</summary>
internal static class ReportFinding
{
    /// <summary>So many events of a story are told; the trace has the others.</summary>
    public const int LastEvents = 12;

    /// <summary>The violation, the end of its story, and how to run it again.</summary>
    public static IEnumerable<string> Lines(Finding finding) =>
    [
        WhatFell(finding),
        .. Explain(finding.Trace.Header.Violation!),
        .. StoryEnd(finding.Trace),
        $"The whole run is in {finding.File}; this runs it again:",
        finding.ReplayCommand,
    ];

    /// <summary>Which property fell, and where.</summary>
    public static string WhatFell(Finding finding)
    {
        var header = finding.Trace.Header;
        var kind = header.Mutant is { } name && Catalogue.Find(name) is null ? "rules" : "mutant";
        var mutant = header.Mutant is null ? "" : $", {kind} {header.Mutant}";
        return $"{header.Violation!.Property} fell at event {finding.Trace.Happenings.Count} of {header.Scenario}, "
            + $"schedule {header.Schedule} of seed {header.Seed}, strategy {header.Strategy}{mutant}.";
    }

    /// <summary>Why a property fell.</summary>
    public static IEnumerable<string> Explain(Violation violation) =>
        violation.Facts.Items.Select(fact => $"  #{fact.Happening} {fact.Text}").Prepend($"Why: {violation.Explanation}");

    /// <summary>What happened last in a run.</summary>
    public static IEnumerable<string> StoryEnd(Trace trace)
    {
        var first = Math.Max(0, trace.Happenings.Count - LastEvents);
        var title = first == 0 ? "All that happened:" : $"What happened last, from event {first + 1} on:";
        return trace.Happenings.Items.Skip(first)
            .Select((happening, position) => $"  #{first + position + 1} {Narration.Tell(happening)}").Prepend(title);
    }
}
