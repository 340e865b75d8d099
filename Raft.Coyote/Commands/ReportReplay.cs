using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands;

/// <summary>What <c>raft replay</c> prints.</summary>
internal static class ReportReplay
{
    /// <summary>The lines for a trace.</summary>
    public static IEnumerable<string> Lines(Replayed replay)
    {
        var (file, trace) = (replay.Input.File, replay.Input.Trace);
        var header = trace.Header;
        var shrunk = header.ShrunkFrom is { } before ? $", shrunk from {Text.Count(before, "event")}" : "";
        return
        [
            $"{file}: {header.Scenario}, schedule {header.Schedule} of seed {header.Seed}, "
            + $"strategy {header.Strategy}{ReportFinding.WhoseRules(header.Mutant)}, recorded by {header.Product}{shrunk}",
            "",
            .. ReportFinding.StoryEnd(trace with { Happenings = [.. replay.Best.Story] }),
            "",
            .. replay.Best.Violation is { } violation ? ReportFinding.Explain(violation).Append("") : [],
            $"Coyote's schedule: {(replay.Schedule is null ? "the trace has none" : Ended(replay.Schedule))}.",
            $"The events on the rules alone: {Ended(replay.Events)}.",
            .. replay.Times == 1 ? [] : new[] { $"Each was replayed {replay.Times} times, and {HowAlike(replay)}." },
            Verdict(replay),
        ];
    }

    /// <summary>One line for a trace.</summary>
    public static string Summary(Replayed replay)
    {
        var times = replay.Times == 1 ? "" : $", {replay.Times} times: {HowAlike(replay)}";
        return $"{replay.Input.File}: {Verdict(replay)} ({WhatHeld(replay)}{times})";
    }

    /// <summary>That neither the schedule nor the events of a trace fit the code, in a line.</summary>
    public static string Misfit(Replayed replay)
    {
        var header = replay.Input.Trace.Header;
        var searches = header.Scenario is var name && Scenarios.AllScenarios.Find(name) is null
            ? ""
            : $"; this searches anew: {SearchCommand.For(header)}";
        var schedule = replay.Schedule is null ? "" : "the schedule no longer fits the code, nor do the events: ";
        return $"{replay.Input.File}: {schedule}{replay.Events.Detail}{searches}";
    }

    private static string Ended(ReplayReport report) => report.Outcome switch
    {
        ReplayOutcome.Reproduced => "held",
        ReplayOutcome.Differs => $"{report.Violation!.Property} fell at event {report.Events}",
        ReplayOutcome.Gone => "ran to its end and no property fell",
        _ => $"no longer fits: {report.Detail?.Split('\n')[0].TrimEnd()}",
    };

    private static string HowAlike(Replayed replay) => replay.IsAlike ? "all ended alike" : "they did NOT all end alike";

    private static string WhatHeld(Replayed replay) =>
        (replay.Schedule?.Outcome, replay.Events.Outcome) switch
        {
            (ReplayOutcome.Reproduced, ReplayOutcome.Reproduced) => "Coyote's schedule and the events on the rules alone held",
            (ReplayOutcome.Reproduced, _) => $"Coyote's schedule held; the events: {Ended(replay.Events)}",
            (null, ReplayOutcome.Reproduced) => "the events on the rules alone held",
            (not null, ReplayOutcome.Reproduced) =>
                $"the events on the rules alone held; Coyote's schedule: {Ended(replay.Schedule!)}",
            _ => "neither held",
        };

    private static string Verdict(Replayed replay)
    {
        var trace = replay.Input.Trace;
        var report = replay.Best;
        var recorded = trace.Header.Violation is { } violation
            ? $"{violation.Property} fell at event {trace.Happenings.Count}"
                : "no property fell";
        return report.Outcome switch
        {
            ReplayOutcome.Reproduced =>
                $"Still there: {report.Violation!.Property} fell again at event {report.Events}, as recorded.",
            ReplayOutcome.Differs =>
                $"It differs: {report.Violation!.Property} fell at event {report.Events}; when it was recorded {recorded}.",
            _ when trace.Header.Violation is null => "No property fell, as recorded.",
            _ => $"Gone: it ran to its end and no property fell; when it was recorded {recorded}.",
        };
    }
}
