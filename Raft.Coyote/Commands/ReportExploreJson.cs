using Raft.Coyote.Exploration.Exhaustive;

namespace Raft.Coyote.Commands;

/// <summary>Writes what came of an exploration as one JSON document.</summary>
internal static class ReportExploreJson
{
    /// <summary>The document.</summary>
    public static string Write(ExploreReport report)
    {
        var (plan, result) = (report.Plan, report.Result);
        return ReportJson.Write(new ExploreJson(
            result.End,
            new BoundsJson(
                plan.Bounds.Servers, plan.Bounds.MaxTerm, plan.Bounds.MaxLog, plan.Bounds.MaxMessages, plan.Bounds.MaxRequests,
                plan.Bounds.MaxDrops, plan.Bounds.MaxDuplicates, plan.Bounds.MaxCrashes, plan.Bounds.Orders.Count,
                plan.Bounds.Heartbeats, plan.Bounds.CrashPoints, plan.Rules.Options.NoOpAtElection, plan.Rules.Options.PreVote),
            plan.Search.Symmetry ? "servers" : "none",
            plan.Mutant, result.At.Distinct, result.At.Generated, result.At.Depth, result.At.Queue, result.WholeLevels + 1,
            result.Ends, result.Deadlocks, result.CollisionProbability, result.At.Bytes, result.At.Seconds,
            [.. result.Deeds.OrderBy(deed => deed.Name, StringComparer.Ordinal)], [.. ReportExplore.NeverDone(report)],
            result.Liveness is { } found ? new LivenessJson(found.Goals, found.Reaching, found.Cramped, found.Stuck) : null,
            report.Finding is null ? null : ReportJson.Of(report.Finding)));
    }

    private sealed record ExploreJson(
        SearchEnd End, BoundsJson Bounds, string Symmetry, string? Mutant, long Distinct, long Generated, int Depth, long Queue,
        int DepthJudged, long Ends, long Deadlocks, double CollisionProbability, long Bytes, double Seconds,
        IReadOnlyList<DeedCount> Actions, IReadOnlyList<string> NeverDone, LivenessJson? Liveness,
        FindingJson? Violation) : DocumentJson;

    private sealed record LivenessJson(long Goals, long Reaching, long Cramped, long Stuck);

    private sealed record BoundsJson(
        int Servers, int MaxTerm, int MaxLog, int MaxMessages, int MaxRequests, int MaxDrops, int MaxDuplicates, int MaxCrashes,
        int MaxSnapshots, bool Heartbeats, bool CrashPoints, bool NoOp, bool PreVote);
}
