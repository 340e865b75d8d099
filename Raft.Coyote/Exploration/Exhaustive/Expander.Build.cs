namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>Successors written out: only those that were not met before are.</summary>
public sealed partial class Expander
{
    /// <summary>Writes a successor of the state that was expanded last.</summary>
    public void Build(in Successor successor, Span<int> next)
    {
        state.AsSpan().CopyTo(next);
        next[StateLayout.Elections] = successor.Elections;
        next[StateLayout.Committed] = successor.Committed;
        var bag = next[layout.Messages..];
        var left = messages;
        if (successor.Action.Kind == ActionKind.Duplicate)
        {
            left = Insert(bag, left, bag[successor.Action.Message]);
        }
        else if (successor.Action.Message >= 0)
        {
            bag[(successor.Action.Message + 1)..left].CopyTo(bag[successor.Action.Message..]);
            bag[--left] = 0;
        }

        if (successor.Transition >= 0)
        {
            ref readonly var transition = ref book.Transitions[successor.Transition];
            next[StateLayout.Locals + successor.Action.Server] = transition.To;
            for (var each = 0; each < transition.SentCount; each++)
            {
                left = Insert(bag, left, book.Sent[transition.FirstSent + each]);
            }
        }

        StateLayout.SetCounters(next, successor.Counters, left);
    }

    private static int Insert(Span<int> bag, int count, int message)
    {
        var place = count;
        while (place > 0 && bag[place - 1] > message)
        {
            bag[place] = bag[place - 1];
            place--;
        }

        bag[place] = message;
        return count + 1;
    }
}
