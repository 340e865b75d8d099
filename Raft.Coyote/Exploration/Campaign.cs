namespace Raft.Coyote.Exploration;

/// <summary>
/// Runs blocks side by side, one engine on each worker. What it gives does not depend on how many there are: results come in
/// the order of the blocks, and of two violations the one in the earlier block counts, whichever was found first.
/// </summary>
public static class Campaign
{
    /// <summary>Runs blocks until they are used up, or one ends it.</summary>
    /// <param name="blocks">The blocks, in the order in which they count.</param>
    /// <param name="run">Runs one.</param>
    /// <param name="workers">How many run at the same time.</param>
    /// <param name="take">Is given each result, in order, on the caller's thread; false ends it.</param>
    /// <param name="cancel">Ends it early: the blocks that run are still finished and given.</param>
    public static void Run<TBlock, TResult>(
        IEnumerable<TBlock> blocks,
        Func<TBlock, TResult> run,
        int workers,
        Func<TResult, bool> take,
        CancellationToken cancel)
    {
        using var waiting = blocks.GetEnumerator();
        var running = new Queue<Task<TResult>>();
        while (true)
        {
            while (running.Count < workers && !cancel.IsCancellationRequested && waiting.MoveNext())
            {
                var block = waiting.Current;
                running.Enqueue(OneCore.Start(() => run(block)));
            }

            if (running.Count == 0 || !take(running.Dequeue().GetAwaiter().GetResult()))
            {
                break;
            }
        }

        Task.WaitAll(running);
    }
}
