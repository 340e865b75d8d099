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

    /// <summary>The schedule ran to its end and no property fell.</summary>
    Gone,

    /// <summary>The code has changed so that the schedule does not fit any more.</summary>
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
}

/// <summary>Runs the schedule of a trace once more, under Coyote, and compares.</summary>
public static class Replayer
{
    /// <summary>Replays a trace.</summary>
    /// <param name="trace">The trace; its header names a scenario, and a mutant or none.</param>
    /// <param name="scenario">The scenario that the header names.</param>
    /// <param name="rules">The rules of the mutant that it names, or the real ones.</param>
    public static ReplayReport Replay(Trace trace, Scenario scenario, Func<Options, Rules> rules)
    {
        var (seed, draw, mutant) = (trace.Header.Seed, trace.Header.Draw, trace.Header.Mutant);
        var subject = new Subject(seed, DrawnSetup.ToWishes(draw), mutant, rules, DrawnSetup.ToJudged(draw));
        var (violation, story, misfit) = CoyoteDriver.Replay(trace, scenario, subject);
        var outcome = (violation, misfit) switch
        {
            (null, not null) => ReplayOutcome.NoLongerFits,
            (null, null) => ReplayOutcome.Gone,
            _ => IsSame(trace, violation, story) ? ReplayOutcome.Reproduced : ReplayOutcome.Differs,
        };
        return new ReplayReport(outcome, violation, story, misfit);
    }

    private static bool IsSame(Trace trace, Violation violation, IReadOnlyList<Happening> story) =>
        violation.Property == trace.Header.Violation?.Property && story.Count == trace.Happenings.Count;
}
