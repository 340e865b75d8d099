using System.Globalization;
using Raft.Coyote.Exploration.Exhaustive;

namespace Raft.Coyote.Commands;

/// <summary>Tells in words what came of an exploration.</summary>
internal static class ReportExplore
{
    private const double Megabyte = 1 << 20;

    /// <summary>How far it is.</summary>
    public static string Live(SearchProgress at) =>
        $"depth {at.Depth}: {Text.Count(at.Distinct, "state")}, {Text.Of(at.Generated)} generated, {Text.Of(at.Queue)} to go, "
        + $"{Text.Of((long)at.PerSecond)} states/s, {Text.Of((long)(at.Bytes / Megabyte))} MB";

    /// <summary>All of it.</summary>
    public static IEnumerable<string> Lines(ExploreReport report) =>
    [
        .. report.Finding is null ? [] : ReportFinding.Lines(report.Finding).Append(""),
        HowItEnded(report),
        .. Figures(report),
        .. report.Result.Liveness is { } liveness ? Liveness(liveness, report.Plan) : [],
        "",
        .. Coverage(report),
    ];

    /// <summary>That memory ran out, and what holds even so.</summary>
    public static string OutOfMemory(ExploreReport report) =>
        $"memory ran out ({Text.Of((long)(report.Plan.Search.Memory / Megabyte))} MB); {Proved(report.Result)}";

    /// <summary>What was seen of the bounds.</summary>
    public static string HowItEnded(ExploreReport report) => report.Result.End switch
    {
        SearchEnd.Exhausted when report.Result.Liveness?.Stuck > 0 =>
            "All states within the bounds: no violation of safety, but states from which no progress can be made.",
        SearchEnd.Exhausted => "All states within the bounds: no violation.",
        SearchEnd.Violation => $"A property fell at depth {report.Result.At.Depth}; no shorter run within the bounds breaks one.",
        SearchEnd.Interrupted => $"Interrupted; {Proved(report.Result)}.",
        _ => $"Memory ran out; {Proved(report.Result)}.",
    };

    /// <summary>The kinds of actions that could have happened and never did.</summary>
    public static IEnumerable<string> NeverDone(ExploreReport report)
    {
        var done = report.Result.Deeds.Where(deed => deed.Changed > 0).Select(deed => deed.Name);
        return Deeds.Possible(report.Plan.Bounds, report.Plan.Rules.Options).Except(done);
    }

    private static IEnumerable<string> Liveness(ProgressResult found, ExplorePlan plan)
    {
        yield return $"From {Text.Count(found.Reaching, "state")} a state can be reached that has a leader and everything "
            + $"committed, of which there are {Text.Of(found.Goals)}.";
        yield return $"From {Text.Of(found.Cramped)} none can, for terms or logs are used up there; from {Text.Of(found.Stuck)} "
            + "none can though no term and no log is.";
        if (found.Way is { } way)
        {
            var story = Reenactment.Play(way, plan.Bounds, plan.Rules, plan.Mutant, ("breadth-first", 0, 0));
            foreach (var line in ReportFinding.StoryEnd(story).Prepend("No progress can be made any more after this:"))
            {
                yield return line;
            }
        }
    }

    private static string Proved(SearchResult result) =>
        $"all states up to depth {result.WholeLevels + 1}: no violation";

    private static IEnumerable<string> Figures(ExploreReport report)
    {
        var (at, result) = (report.Result.At, report.Result);
        var symmetry = report.Plan.Search.Symmetry ? ", states that differ in the servers' names only counted as one" : "";
        return
        [
            $"{Text.Count(at.Distinct, "distinct state")}, {Text.Of(at.Generated)} generated, depth {at.Depth}{symmetry}.",
            string.Create(CultureInfo.InvariantCulture,
                $"{Text.Count(at.Queue, "state")} left to try; {Text.Of((long)(at.Bytes / Megabyte))} MB; "
                + $"two states had one fingerprint with probability {result.CollisionProbability:E1}."),
            $"{Text.Count(result.Ends, "end")} (nothing more within the bounds), {Text.Count(result.Deadlocks, "deadlock")}.",
        ];
    }

    private static IEnumerable<string> Coverage(ExploreReport report)
    {
        yield return $"{"action",-42}{"changed something",20}{"changed nothing",20}";
        var done = report.Result.Deeds.Where(deed => deed.Changed + deed.Idle > 0);
        foreach (var deed in done.OrderBy(deed => deed.Name, StringComparer.Ordinal))
        {
            yield return $"{deed.Name,-42}{Text.Of(deed.Changed),20}{Text.Of(deed.Idle),20}";
        }

        var never = NeverDone(report).ToList();
        if (never.Count > 0)
        {
            yield return $"Never did anything: {string.Join(", ", never)}.";
        }
    }
}
