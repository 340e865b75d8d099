namespace Raft.Coyote.Elections;

/// <summary>
/// A clock that only jumps: what is to happen waits here for its time, and time is that of what happened last. Of two things
/// due at the same time the one that was planned first comes first, so that a run depends on nothing but its dice.
/// </summary>
/// <typeparam name="T">What happens.</typeparam>
internal sealed class VirtualTime<T>
{
    private readonly PriorityQueue<T, (long Due, long Order)> waiting = new();
    private long planned;

    /// <summary>The time now, in microseconds.</summary>
    public long Now { get; private set; }

    /// <summary>Plans something for a time from now, in microseconds.</summary>
    public void Plan(long after, T happens) => waiting.Enqueue(happens, (Now + after, planned++));

    /// <summary>Jumps to what is due next.</summary>
    /// <returns>Whether anything was.</returns>
    public bool Next(out T happens)
    {
        var isAny = waiting.TryDequeue(out happens!, out var key);
        Now = isAny ? key.Due : Now;
        return isAny;
    }
}
