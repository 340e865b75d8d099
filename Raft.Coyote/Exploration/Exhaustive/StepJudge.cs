using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>What a step of one server comes to, and whether a property fell that speaks of single steps.</summary>
/// <param name="After">The server after it.</param>
/// <param name="Sent">The messages that it sent.</param>
/// <param name="CommitTo">The index up to which it took its log for committed.</param>
/// <param name="Log">That log.</param>
public sealed record Outcome(Local After, Sequence<Message> Sent, long CommitTo, Holding Log)
{
    /// <summary>What was done.</summary>
    public string Deed { get; init; } = "";

    /// <summary>The term in which it became leader; 0 when it did not.</summary>
    public long Elected { get; init; }

    /// <summary>The term in which it voted again, for another candidate; 0 when it did not.</summary>
    public long SecondVote { get; init; }

    /// <summary>Whether a property fell.</summary>
    public bool Falls { get; init; }
}

/// <summary>Judges single steps by the properties that speak of no other server.</summary>
public sealed class StepJudge(Bounds bounds, Options options)
{
    private readonly History nothing = new(bounds.All, options);
    private readonly DurableBeforeReply durable = new(bounds.All);
    private readonly StepProperty[] properties =
    [
        .. Properties.Safety(bounds.All).OfType<StepProperty>().Where(property => property is
            LeaderAppendOnly or MonotonicCommit or MonotonicApplied or MonotonicMatch or CommitWithinLog),
    ];

    /// <summary>Judges a step.</summary>
    /// <param name="before">The server before it.</param>
    /// <param name="whole">The step as the rules want it.</param>
    /// <param name="crash">Where in it the server crashes; null when it does not.</param>
    public Outcome Judge(Local before, Handled whole, CrashPoint? crash)
    {
        var step = whole with { Crash = crash };
        var disk = new Disk(before.Durable, []);
        var written = step.Done.Items.Aggregate(disk, (each, effect) => each.CarryOut(effect)).Synced;
        var after = crash is null ? Local.Up(step.After, written) : Local.Down(step.After, written);
        var sent = step.Done.Items.OfType<Send>().Select(send => send.Message);
        return new Outcome(after, [.. sent], History.TakenForCommitted(step), Holding.Of(step.After.Persistent))
        {
            Deed = Deeds.NameOf(step.Input) + (crash is null ? "" : ", crash amid it"),
            Elected = History.MakesLeader(step) ? step.After.CurrentTerm : 0,
            SecondVote = SecondVote(before.State, step),
            Falls = Falls(before.Durable, step) || durable.JudgeStep(0, step, disk, options.ParallelWrites) is not null,
        };
    }

    private bool Falls(PersistentState durable, Handled step)
    {
        var lowersTerm = step.Crash is null && step.After.CurrentTerm < Math.Max(durable.CurrentTerm, step.Before.CurrentTerm);
        return lowersTerm || AppliesOutOfOrder(step) || properties.Any(property => property.Observe(0, step, nothing) is not null);
    }

    /// <summary>
    /// State Machine Safety, as far as it speaks of one server: entries are applied "in log index order", from where its snapshot
    /// ends. That all servers apply the same is judged by what is committed.
    /// </summary>
    private static bool AppliesOutOfOrder(Handled step)
    {
        var last = step.Input is Restart ? 0 : step.Before.LastApplied;
        var hasAnother = step.Input is Restart || !ReferenceEquals(step.Before.Snapshot, step.After.Snapshot);
        last = hasAnother && step.After.Snapshot is { } snapshot ? Math.Max(last, snapshot.LastIncludedIndex) : last;
        return step.Done.Items.OfType<Apply>().Where((apply, position) => apply.Index != last + 1 + position).Any();
    }

    private static long SecondVote(ServerState before, Handled step)
    {
        foreach (var effect in step.Done)
        {
            var (term, candidate) = effect is Send send ? VoteIn(send.Message) : default;
            var hadVoted = before.CurrentTerm == term && before.VotedFor is not null;
            if (hadVoted && candidate is not null && before.VotedFor != candidate)
            {
                return term;
            }
        }

        return 0;
    }

    private static (long Term, ServerId? Candidate) VoteIn(Message message) =>
        (message.Term, VoteOnce.CandidateVotedFor(message));
}
