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

    /// <summary>The vote that it told of; null when it did of none.</summary>
    public ToldVote? Vote { get; init; }

    /// <summary>Whether that is for another candidate than the one that it knew to have voted for.</summary>
    public bool VotesAgain { get; init; }

    /// <summary>The properties that fell.</summary>
    public Broken Falls { get; init; }
}

/// <summary>A vote, as a message tells it.</summary>
/// <param name="Term">The term of the election.</param>
/// <param name="Candidate">Whom it is for.</param>
public sealed record ToldVote(long Term, ServerId Candidate)
{
    /// <summary>The vote that a message tells of; null when it does of none.</summary>
    public static ToldVote? In(Message message) =>
        VoteOnce.CandidateVotedFor(message) is { } candidate ? new ToldVote(message.Term, candidate) : null;
}

/// <summary>Judges single steps by the properties that speak of no other server.</summary>
public sealed class StepJudge(Bounds bounds, Options options)
{
    private readonly History nothing = new(bounds.All, options);
    private readonly DurableBeforeReply durable = new(bounds.All);
    private readonly StepProperty[] properties =
    [
        .. Properties.Safety(bounds.All).OfType<StepProperty>().Where(property => property is
            LeaderAppendOnly or MonotonicCommit or MonotonicApplied or MonotonicMatch or CommitWithinLog
                or PreVoteChangesNothing),
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
        var sent = step.Done.Items.OfType<Send>().Select(send => send.Message).ToArray();
        var vote = sent.Select(ToldVote.In).FirstOrDefault(each => each is not null);
        return new Outcome(after, [.. sent], History.TakenForCommitted(step), Holding.Of(step.After.Persistent))
        {
            Deed = Deeds.NameOf(step.Input) + (crash is null ? "" : ", crash amid it"),
            Elected = History.MakesLeader(step) ? step.After.CurrentTerm : 0,
            Vote = vote,
            VotesAgain = vote is not null && VotesAgain(before.State, vote),
            Falls = Falls(before.Durable, step) | If(
                durable.JudgeStep(0, step, disk, options.ParallelWrites) is not null, Broken.DurableBeforeReply),
        };
    }

    private Broken Falls(PersistentState durable, Handled step)
    {
        var lowersTerm = step.Crash is null && step.After.CurrentTerm < Math.Max(durable.CurrentTerm, step.Before.CurrentTerm);
        var ofServer = If(lowersTerm, Broken.MonotonicTerm) | If(AppliesOutOfOrder(step), Broken.StateMachineSafety);
        return properties.Where(property => property.Observe(0, step, nothing) is not null).Select(Sought.Of)
            .Aggregate(ofServer, (all, property) => all | property);
    }

    private static Broken If(bool falls, Broken property) => falls ? property : Broken.None;

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

    private static bool VotesAgain(ServerState before, ToldVote vote) =>
        before.CurrentTerm == vote.Term && before.VotedFor is { } first && first != vote.Candidate;
}
