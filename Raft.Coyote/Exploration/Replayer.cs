using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration;

/// <summary>How a replay of a trace ended.</summary>
public enum ReplayOutcome
{
    /// <summary>The same property fell at the same event.</summary>
    Reproduced,

    /// <summary>A property fell, but another one, or at another event.</summary>
    Differs,

    /// <summary>It ran to its end and no property fell.</summary>
    Gone,

    /// <summary>The code has changed so that the trace does not fit any more.</summary>
    NoLongerFits,
}

/// <summary>What came of a replay.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Violation">The violation, if there was one.</param>
/// <param name="Story">All that happened.</param>
/// <param name="Detail">What did not fit.</param>
public sealed record ReplayReport(ReplayOutcome Outcome, Violation? Violation, IReadOnlyList<Happening> Story, string? Detail)
{
    /// <summary>At which event the run ended.</summary>
    public int Events => Story.Count;

    /// <summary>Whether another replay ended in the same way.</summary>
    public bool IsAlike(ReplayReport other) =>
        (Outcome, Violation, Events, Detail) == (other.Outcome, other.Violation, other.Events, other.Detail);
}

/// <summary>Runs a trace once more, under Coyote or on the rules alone, and compares.</summary>
public static class Replayer
{
    /// <summary>Runs the schedule of a trace once more, under Coyote.</summary>
    /// <param name="trace">The trace; its header names a scenario, and a mutant or none.</param>
    /// <param name="scenario">The scenario that the header names.</param>
    /// <param name="rules">The rules of the mutant that it names, or the real ones.</param>
    public static ReplayReport Replay(Trace trace, Scenario scenario, Func<Options, Rules> rules)
    {
        var (seed, draw, mutant) = (trace.Header.Seed, trace.Header.Draw, trace.Header.Mutant);
        var subject = new Subject(seed, DrawnSetup.ToWishes(draw), mutant, rules, DrawnSetup.ToJudged(draw));
        var (violation, story, misfit) = CoyoteDriver.Replay(trace, scenario, subject);
        return new ReplayReport(OutcomeOf(trace, violation, story.Count, misfit), violation, story, misfit);
    }

    /// <summary>
    /// Runs the events of a trace once more, on the rules alone: what still works when the code around the rules has changed.
    /// </summary>
    /// <param name="trace">The trace.</param>
    /// <param name="rules">The rules of the mutant that its header names, or the real ones.</param>
    public static ReplayReport ReplayEvents(Trace trace, Func<Options, Rules> rules)
    {
        var replay = EventReplay.Run(trace, rules(trace.Header.Options), DrawnSetup.ToJudged(trace.Header.Draw));
        var misfit = replay.Misfit?.ToString();
        var story = trace.Happenings.Items.Take(replay.Events).ToList();
        return new ReplayReport(OutcomeOf(trace, replay.Violation, story.Count, misfit), replay.Violation, story, misfit);
    }

    private static ReplayOutcome OutcomeOf(Trace trace, Violation? violation, int events, string? misfit) =>
        (violation, misfit) switch
        {
            (null, not null) => ReplayOutcome.NoLongerFits,
            (null, null) => ReplayOutcome.Gone,
            _ => IsSame(trace, violation, events) ? ReplayOutcome.Reproduced : ReplayOutcome.Differs,
        };

    private static bool IsSame(Trace trace, Violation violation, int events) =>
        violation.Property == trace.Header.Violation?.Property && events == trace.Happenings.Count;
}
