namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>Explorations that go on where they were interrupted.</summary>
public sealed partial class Search
{
    private int askedBefore;

    /// <summary>Goes to where an exploration had come.</summary>
    private void GoOnFrom(Milestone milestone, Checkpoint checkpoint)
    {
        Start();
        Book.AskAgain(checkpoint.ReadAsked(milestone));
        askedBefore = Book.Log.Count;
        checkpoint.ReadStates(milestone, Layout.Width, Levels.Begin, TakeAgain);
        wholeLevels = milestone.Levels.Count - 1;
        workers[0].GoOnFrom(milestone);
    }

    private void TakeAgain(int[] states)
    {
        for (var at = 0; at < states.Length && !MustStop; at += Layout.Width)
        {
            Visited.Insert(workers[0].Expander.FingerprintOf(states.AsSpan(at, Layout.Width)));
            Visited.CountNew(1);
            GrowIfNeeded();
        }

        Levels.Add(states);
    }

    private void Keep()
    {
        if (plan.Checkpoint is { } checkpoint && !MustStop)
        {
            var asked = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Book.Log)[askedBefore..];
            checkpoint.Write(MilestoneNow(), Levels, asked);
            askedBefore = Book.Log.Count;
        }
    }

    private Milestone MilestoneNow() => new(
        plan.Words, [.. Enumerable.Range(0, Levels.Count).Select(Levels.LengthOf)], Book.Log.Count,
        workers.Sum(each => each.Expanded), workers.Sum(each => each.Generated),
        workers.Sum(each => each.Ends), workers.Sum(each => each.Deadlocks),
        [.. Enumerable.Range(0, Deeds.Most).Select(deed => workers.Sum(each => each.Expander.Done[deed]))],
        [.. Enumerable.Range(0, Deeds.Most).Select(deed => workers.Sum(each => each.Expander.Idle[deed]))]);
}
