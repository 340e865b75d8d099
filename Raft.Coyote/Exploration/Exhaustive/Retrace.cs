namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// Finds how a state was come to, though no state knows the one before it: from level to level back, each time to the state of
/// the least fingerprint that leads on; then forward once more, from the start, along these fingerprints. So it is a shortest
/// way, and the same one whoever found what.
/// </summary>
internal sealed class Retrace(Search search)
{
    private readonly Expander expander = new(search.Book, search.Layout);
    private readonly Invariants invariants = new(search.Book, search.Layout);

    /// <summary>The actions that lead from the start to a violation.</summary>
    public IReadOnlyList<ConcreteAction> Find(Fall fall)
    {
        var way = new ulong[fall.Level + 1];
        way[fall.Level] = fall.Fingerprint;
        for (var level = fall.Level - 1; level >= 0; level--)
        {
            way[level] = Before(level, way[level + 1], fall.IsOfAction && level == fall.Level - 1);
        }

        return Forward(way, fall.IsOfAction);
    }

    /// <summary>The least fingerprint of the states of a level that lead to one of the next.</summary>
    private ulong Before(int level, ulong target, bool mustBreak)
    {
        var (least, buffer) = (ulong.MaxValue, Array.Empty<int>());
        foreach (var segment in search.Levels[level])
        {
            var states = search.Levels.Read(segment, ref buffer);
            for (var at = 0; at < states.Length; at += search.Layout.Width)
            {
                least = Math.Min(least, Leading(states.Slice(at, search.Layout.Width), target, mustBreak));
            }
        }

        return least < ulong.MaxValue
            ? least
            : throw new InvalidOperationException($"no state of level {level} leads to {target:x16}");
    }

    private ulong Leading(ReadOnlySpan<int> state, ulong target, bool mustBreak)
    {
        foreach (ref readonly var successor in expander.Expand(state))
        {
            if (successor.Fingerprint == target && IsOnTheWay(state, successor, mustBreak))
            {
                return expander.FingerprintOf(state);
            }
        }

        return ulong.MaxValue;
    }

    /// <summary>Whether an action is the one that breaks what is sought; or, on the way there, whether the run goes on after it.</summary>
    private bool IsOnTheWay(ReadOnlySpan<int> state, in Successor successor, bool mustBreak)
    {
        var broken = invariants.BrokenWith(state, successor, expander);
        return mustBreak ? search.IsFound(broken) : !search.IsOver(broken);
    }

    private List<ConcreteAction> Forward(ulong[] way, bool lastMustBreak)
    {
        var actions = new List<ConcreteAction>();
        var state = search.Start();
        for (var level = 1; level < way.Length; level++)
        {
            var mustBreak = lastMustBreak && level == way.Length - 1;
            var (action, next) = FirstTo(way[level], state, mustBreak);
            actions.Add(action);
            state = next;
        }

        return actions;
    }

    /// <summary>Numbers of messages hang on who met them first; so of several actions the first counts by what it says.</summary>
    private (ConcreteAction Action, int[] Next) FirstTo(ulong target, int[] state, bool mustBreak)
    {
        var candidates = new List<(ConcreteAction Action, Successor Successor)>();
        foreach (ref readonly var successor in expander.Expand(state))
        {
            if (successor.Fingerprint == target && IsOnTheWay(state, successor, mustBreak))
            {
                candidates.Add((ConcreteAction.Of(search.Book, search.Layout, state, successor.Action), successor));
            }
        }

        var (action, chosen) = candidates.MinBy(candidate => candidate.Action.Order(search.Book.Bounds.Servers));
        var next = new int[state.Length];
        expander.Build(chosen, next);
        return (action, next);
    }
}
