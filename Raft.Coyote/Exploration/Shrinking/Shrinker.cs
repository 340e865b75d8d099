using Raft.Core.Protocol;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>How shrinking ended.</summary>
public enum ShrinkOutcome
{
    /// <summary>The same property falls, and nothing can be taken from the trace.</summary>
    Minimal,

    /// <summary>The same property falls in a shorter trace, but the budget was used up before all was tried.</summary>
    Unfinished,

    /// <summary>The property does not fall any more when the trace is replayed.</summary>
    Gone,

    /// <summary>The rules cannot follow the trace.</summary>
    DoesNotFit,
}

/// <summary>What came of shrinking a trace.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Shrunk">The short trace; null when there is none.</param>
/// <param name="Replayed">How many events were replayed to find it.</param>
/// <param name="Detail">What did not fit, or what fell instead; null when nothing is to be said.</param>
public sealed record ShrinkReport(ShrinkOutcome Outcome, Trace? Shrunk, long Replayed, string? Detail = null);

/// <summary>
/// Makes a trace as short as possible: delta debugging over what was done (Zeller and Hildebrandt, "Simplifying and Isolating
/// Failure-Inducing Input"), where leaving out a cause leaves out what depended on it. What is left breaks the same property, and
/// without any one act it does not. Yet another story may be shorter: so the explorer looks for one, and it goes on from there.
/// </summary>
public sealed partial class Shrinker
{
    /// <summary>So many events may be replayed for one trace when nobody says.</summary>
    public const long UsualBudget = 400_000;

    /// <summary>So many states may be met in one exploration for a shorter story when nobody says.</summary>
    public const long UsualStates = 100_000;

    private readonly Func<Options, Rules> rules;
    private readonly IReadOnlySet<string>? judged;
    private readonly string property;
    private readonly long budget;
    private readonly ShorterStories stories;
    private readonly string? eventually;
    private Performance best;
    private Weight weight;
    private long replayed;

    private Shrinker(
        Performance start, string property, Func<Options, Rules> rules, IReadOnlySet<string>? judged, long budget, ShorterStories stories)
    {
        (best, weight) = (start, Weight.Of(start));
        (this.property, this.rules, this.judged, this.budget, this.stories) = (property, rules, judged, budget, stories);
        eventually = Eventually(property);
    }

    private const string EndsWell = "when it goes on fairly, in the plainest way, all ends well";

    private Script Script => best.Done;

    /// <summary>The property, if it says what must happen eventually.</summary>
    private static string? Eventually(string property) =>
        Properties.Liveness().Any(each => each.Name == property) ? property : null;

    private bool IsSpent => replayed >= budget;

    /// <summary>Shrinks a trace.</summary>
    /// <param name="trace">The trace, in whose header is the property that fell.</param>
    /// <param name="rules">Makes the rules for some options.</param>
    /// <param name="budget">How many events may be replayed for it.</param>
    /// <param name="states">
    /// How many states one exploration for a shorter story may meet; 0 for no exploration.
    /// </param>
    public static ShrinkReport Shrink(
        Trace trace, Func<Options, Rules> rules, long budget = UsualBudget, long states = UsualStates)
    {
        var property = trace.Header.Violation!.Property;
        var judged = DrawnSetup.ToJudged(trace.Header.Draw);
        var (script, replay) = ScriptReader.Read(trace, rules(trace.Header.Options), judged);
        if (replay.Misfit is { } misfit)
        {
            return new ShrinkReport(ShrinkOutcome.DoesNotFit, null, replay.Events, misfit.ToString());
        }

        if (replay.Violation?.Property != property)
        {
            return new ShrinkReport(ShrinkOutcome.Gone, null, replay.Events, replay.Violation?.Property);
        }

        var starts = script.Select(each => Performance.Of(each, rules(each.Options), judged, Eventually(property)));
        if (starts.FirstOrDefault(each => each.Violation?.Property == property) is not { } start)
        {
            return new ShrinkReport(ShrinkOutcome.Gone, null, replay.Events, EndsWell);
        }

        var stories = new ShorterStories(property, judged, rules, states);
        var shrinker = new Shrinker(start, property, rules, judged, budget, stories);
        var isFinished = shrinker.Run();
        var outcome = isFinished ? ShrinkOutcome.Minimal : ShrinkOutcome.Unfinished;
        return new ShrinkReport(outcome, shrinker.Record(trace), shrinker.replayed);
    }

    /// <summary>Takes away what can be taken, and looks for a shorter story, again and again until neither helps any more.</summary>
    /// <returns>Whether it came so far within the budget.</returns>
    private bool Run()
    {
        do
        {
            TakeAway();
        }
        while (!IsSpent && stories.Near(Script, best.Story).Any(IsLighter));
        return !IsSpent;
    }

    /// <summary>Tries all there is to try, until nothing helps any more.</summary>
    private void TakeAway()
    {
        Weight before;
        do
        {
            before = weight;
            FewerServers();
            FewerClients();
            FewerActs();
            FewerServersTogether();
            FewerActsTogether();
            FewerWants();
            SimplerActs();
            InOrder();
        }
        while (weight.CompareTo(before) < 0 && !IsSpent);
    }

    /// <summary>Takes away what can be taken from another script, and keeps what is left if it is lighter.</summary>
    private bool IsLighter(Script script)
    {
        var start = Performance.Of(script, rules(script.Options), judged, eventually);
        replayed += start.Story.Count;
        if (start.Violation?.Property != property)
        {
            return false;
        }

        var other = new Shrinker(start, property, rules, judged, budget - replayed, stories);
        other.TakeAway();
        replayed += other.replayed;
        var isLighter = other.weight.CompareTo(weight) < 0;
        if (isLighter)
        {
            (best, weight) = (other.best, other.weight);
        }

        return isLighter;
    }

    /// <summary>Keeps a script if the same property falls in it and it is lighter.</summary>
    private bool Try(Script candidate)
    {
        if (IsSpent || !candidate.IsSensible)
        {
            return false;
        }

        var tried = Performance.Of(candidate, rules(candidate.Options), judged, eventually);
        replayed += tried.Story.Count;
        var isLighter = tried.Violation?.Property == property && Weight.Of(tried).CompareTo(weight) < 0;
        if (isLighter)
        {
            (best, weight) = (tried, Weight.Of(tried));
        }

        return isLighter;
    }

    private Trace Record(Trace origin)
    {
        var header = origin.Header with
        {
            Servers = Script.Servers,
            Clients = Script.Clients,
            Options = Script.Options,
            Violation = best.Violation,
            Steps = 0,
            InitialServers = Script.InitialServers.Count == Script.Servers ? ServerSet.Empty : Script.InitialServers,
            ShrunkFrom = origin.Header.ShrunkFrom ?? origin.Happenings.Count,
        };
        return new Trace(header, "", [.. best.Story]);
    }
}
