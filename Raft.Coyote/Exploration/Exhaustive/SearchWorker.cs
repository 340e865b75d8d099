namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>One thread of an exploration.</summary>
internal sealed class SearchWorker(Search search)
{
    private const int Together = 16 << 10;
    private readonly Invariants invariants = new(search.Book, search.Layout);
    private readonly int width = search.Layout.Width;
    private readonly int[] found = new int[Together / search.Layout.Width * search.Layout.Width];
    private int[] buffer = [];
    private int filled;

    /// <summary>Lists successors.</summary>
    public Expander Expander { get; } = new(search.Book, search.Layout);

    /// <summary>How many states it expanded.</summary>
    public long Expanded { get; private set; }

    /// <summary>How many successors they had.</summary>
    public long Generated { get; private set; }

    /// <summary>How many of them had none within the bounds.</summary>
    public long Ends { get; private set; }

    /// <summary>How many of them had none at all.</summary>
    public long Deadlocks { get; private set; }

    /// <summary>Works on the level until it is done.</summary>
    public void Run()
    {
        while (search.Next() is { } segment)
        {
            Expand(search.Levels.Read(segment, ref buffer));
            search.Tell();
        }

        Flush();
    }

    /// <summary>Takes for its own what others did before.</summary>
    public void GoOnFrom(Milestone milestone)
    {
        (Expanded, Generated) = (milestone.Expanded, milestone.Generated);
        (Ends, Deadlocks) = (milestone.Ends, milestone.Deadlocks);
        milestone.Done.ToArray().CopyTo(Expander.Done, 0);
        milestone.Idle.ToArray().CopyTo(Expander.Idle, 0);
    }

    private void Expand(ReadOnlySpan<int> states)
    {
        for (var at = 0; at < states.Length && !search.MustStop; at += width)
        {
            if (search.Visited.Count > search.Room)
            {
                search.MakeRoom();
            }

            ExpandOne(states.Slice(at, width));
        }
    }

    private void ExpandOne(ReadOnlySpan<int> state)
    {
        var successors = Expander.Expand(state);
        foreach (ref readonly var successor in successors)
        {
            search.Visited.Prefetch(successor.Fingerprint);
        }

        var (news, mostRequests) = (0, search.MostRequests);
        foreach (ref readonly var successor in successors)
        {
            var isTooFar = StateLayout.Made(successor.Counters, Counted.Requests) > mostRequests;
            var falls = invariants.BrokenBy(state, successor) != Broken.None;
            if (!isTooFar && !(falls && IsOverWith(state, successor)) && search.Visited.Insert(successor.Fingerprint))
            {
                Keep(state, successor);
                news++;
            }
        }

        search.Visited.CountNew(news);
        Expanded++;
        Generated += successors.Length;
        CountEnd(state, successors.Length);
    }

    private void Keep(ReadOnlySpan<int> before, in Successor successor)
    {
        if (filled == found.Length)
        {
            Flush();
        }

        var state = found.AsSpan(filled, width);
        Expander.Build(successor, state);
        var broken = invariants.BrokenBy(before, successor, state);
        var isOver = broken != Broken.None && search.IsOverWith(broken, Falling(successor, isOfAction: false));
        filled += isOver ? 0 : width;
    }

    private bool IsOverWith(ReadOnlySpan<int> state, in Successor successor) =>
        search.IsOverWith(invariants.BrokenWith(state, successor, Expander), Falling(successor, isOfAction: true));

    private Fall Falling(in Successor successor, bool isOfAction) =>
        new(search.Levels.Count - 1, successor.Fingerprint, isOfAction);

    private void CountEnd(ReadOnlySpan<int> state, int successors)
    {
        if (successors == 0)
        {
            var isDeadlock = !Expander.CouldMove(state);
            Deadlocks += isDeadlock ? 1 : 0;
            Ends += isDeadlock ? 0 : 1;
        }
    }

    private void Flush()
    {
        search.Levels.Add(found.AsSpan(0, filled));
        filled = 0;
    }
}

/// <summary>A property fell.</summary>
/// <param name="Level">The level, counted from 0, of the state with which it did.</param>
/// <param name="Fingerprint">That state's.</param>
/// <param name="IsOfAction">Whether it is the action that breaks it, and not the state that it leads to.</param>
public sealed record Fall(int Level, ulong Fingerprint, bool IsOfAction) : IComparable<Fall>
{
    /// <inheritdoc/>
    public int CompareTo(Fall? other) =>
        (Level, Fingerprint, IsOfAction).CompareTo((other!.Level, other.Fingerprint, other.IsOfAction));
}
