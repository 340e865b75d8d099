namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>What was found of liveness within bounds.</summary>
/// <param name="Goals">States with a leader in which all that is in the logs is committed.</param>
/// <param name="Reaching">States from which such a state can be reached, themselves among them.</param>
/// <param name="Cramped">States from which none can, but that have used up the terms or the log.</param>
/// <param name="Stuck">States from which none can though there is room.</param>
/// <param name="Way">The actions that lead to the first of these; null when there is none.</param>
public sealed record ProgressResult(long Goals, long Reaching, long Cramped, long Stuck, IReadOnlyList<ConcreteAction>? Way);

/// <summary>
/// Liveness within bounds: from every state a state can be reached that has a leader, whose log all servers that run have, and
/// all of it is committed. The levels are swept backward until nothing changes, with one bit for each state. Bounds can make it
/// false: when terms are used up nobody can stand for election, when logs are full no leader can commit. So a state counts only
/// while no server has come to the last term and no log is full: what it still takes from there, one more election, is then
/// within the bounds.
/// </summary>
internal sealed class ProgressSweep(Search search)
{
    private readonly Expander expander = new(search.Book, search.Layout);
    private readonly ulong[] reaching = new ulong[(search.Visited.Slots + 63) / 64];
    private readonly int width = search.Layout.Width;
    private long goals;

    /// <summary>Sweeps the levels of an exploration that met all states.</summary>
    public ProgressResult Find()
    {
        while (Sweep())
        {
        }

        return Count();
    }

    private bool Sweep()
    {
        var hasChanged = false;
        for (var level = search.Levels.Count - 1; level >= 0; level--)
        {
            ForEach(level, state =>
            {
                var bit = search.Visited.SlotOf(expander.FingerprintOf(state));
                var isNew = !IsSet(bit) && (IsGoal(state) || Leads(state));
                reaching[bit >> 6] |= isNew ? 1UL << (int)(bit & 63) : 0;
                hasChanged |= isNew;
                return !search.MustStop;
            });
        }

        return hasChanged && !search.MustStop;
    }

    private ProgressResult Count()
    {
        var (all, reached, stuck, first) = (0L, 0L, 0L, (Fall?)null);
        for (var level = 0; level < search.Levels.Count; level++)
        {
            var at = level;
            ForEach(level, state =>
            {
                var fingerprint = expander.FingerprintOf(state);
                var reaches = IsSet(search.Visited.SlotOf(fingerprint));
                var isStuck = !reaches && HasRoom(state);
                goals += IsGoal(state) ? 1 : 0;
                (all, reached, stuck) = (all + 1, reached + (reaches ? 1 : 0), stuck + (isStuck ? 1 : 0));
                var fall = isStuck ? new Fall(at, fingerprint, IsOfAction: false) : null;
                first = fall is not null && (first is null || fall.CompareTo(first) < 0) ? fall : first;
                return true;
            });
        }

        var way = first is null ? null : new Retrace(search).Find(first);
        return new ProgressResult(goals, reached, all - reached - stuck, stuck, way);
    }

    private void ForEach(int level, StateVisitor visit)
    {
        var buffer = Array.Empty<int>();
        foreach (var segment in search.Levels[level])
        {
            var states = search.Levels.Read(segment, ref buffer);
            for (var at = 0; at < states.Length && visit(states.Slice(at, width)); at += width)
            {
            }
        }
    }

    private delegate bool StateVisitor(ReadOnlySpan<int> state);

    private bool IsSet(long bit) => (reaching[bit >> 6] >> (int)(bit & 63) & 1) != 0;

    private bool Leads(ReadOnlySpan<int> state)
    {
        foreach (ref readonly var successor in expander.Expand(state))
        {
            if (IsSet(search.Visited.SlotOf(successor.Fingerprint)))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsGoal(ReadOnlySpan<int> state)
    {
        var (isLed, log) = (false, -1);
        foreach (var local in state.Slice(StateLayout.Locals, search.Layout.Servers))
        {
            ref readonly var facts = ref search.Book.Locals.Facts[local];
            if (facts.IsUp && log >= 0 && facts.Log != log)
            {
                return false;
            }

            (isLed, log) = (isLed || facts.IsLeader, facts.IsUp ? facts.Log : log);
        }

        return isLed && search.Book.Logs.Facts[log] == search.Book.Committed.Facts[state[StateLayout.Committed]];
    }

    private bool HasRoom(ReadOnlySpan<int> state)
    {
        foreach (var local in state.Slice(StateLayout.Locals, search.Layout.Servers))
        {
            ref readonly var facts = ref search.Book.Locals.Facts[local];
            if (facts.Term >= search.Book.Bounds.MaxTerm || facts.LogLength >= search.Book.Bounds.MaxLog)
            {
                return false;
            }
        }

        return true;
    }
}
