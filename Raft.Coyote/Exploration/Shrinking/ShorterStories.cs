using Raft.Core.Protocol;
using Raft.Coyote.Conformance.Guests;
using Raft.Coyote.Environment;
using Raft.Coyote.Exploration.Exhaustive;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>
/// Looks breadth first for other stories in which the same property falls, where taking parts from the one that there is has come
/// to an end. It counts states, never seconds: the same story leads to the same others.
/// </summary>
/// <param name="property">The property.</param>
/// <param name="judged">The properties that judge; null for all.</param>
/// <param name="rules">Makes the rules for some options.</param>
/// <param name="states">How many states one exploration may meet; 0 for none at all.</param>
internal sealed class ShorterStories(
    string property, IReadOnlySet<string>? judged, Func<Options, Rules> rules, long states)
{
    private readonly Sought? sought = Sought.For(property, judged);

    /// <summary>
    /// What to try instead of a story, each looked for when it is asked for: shorter ones; and where there are too many states to be
    /// sure that there is none, longer ones that may have a shorter one in them. None where the explorer does not judge the
    /// property, or cannot tell such a story; nor where servers are processes of somebody else's, for each step of theirs costs much.
    /// </summary>
    /// <param name="script">What was done.</param>
    /// <param name="story">What happened then.</param>
    public IEnumerable<Script> Near(Script script, IReadOnlyList<Happening> story) =>
        states > 0 && sought is not null && rules(script.Options) is not GuestRules && StoryBounds.Of(script, story) is { } own
            ? Near(script, own)
            : [];

    private IEnumerable<Script> Near(Script script, Bounds own)
    {
        var isSure = true;
        foreach (var world in NearbyWorld.Wide(own, script.Options))
        {
            var (end, found) = Explore(world, script.Acts.Count - 1);
            isSure &= end != SearchEnd.Enough;
            if (found is not null)
            {
                yield return found;
            }
        }

        foreach (var row in isSure ? [] : NearbyWorld.Narrow(own, script.Options))
        {
            if (FirstIn(row) is { } found)
            {
                yield return found;
            }
        }
    }

    /// <summary>What is found first, unless there are too many states before.</summary>
    private Script? FirstIn(IEnumerable<NearbyWorld> row) => row
        .Select(world => Explore(world, int.MaxValue))
        .FirstOrDefault(explored => explored.End != SearchEnd.Exhausted).Found;

    private (SearchEnd End, Script? Found) Explore(NearbyWorld world, int events)
    {
        var itsRules = rules(world.Options);
        var plan = new SearchPlan(Workers: 1, long.MaxValue, Symmetry: true, Path.GetTempPath())
        {
            Sought = sought,
            MostStates = states,
            MostEvents = events,
        };
        using var search = new Search(world.Bounds, itsRules, plan);
        var result = search.Run();
        return (result.End, result.Counterexample is { } way ? Told(way, world.Bounds, itsRules) : null);
    }

    private Script Told(IReadOnlyList<ConcreteAction> way, Bounds bounds, Rules itsRules)
    {
        var trace = Reenactment.Play(way, bounds, itsRules, null, ("breadth-first", 0, 0), judged);
        return ScriptReader.Read(trace, itsRules, judged).Scripts.First();
    }
}
