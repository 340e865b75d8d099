namespace Raft.Core.Protocol;

/// <summary>The leader is to hand over its leadership (section 3.10 of the dissertation).</summary>
/// <param name="To">The server that is to lead then.</param>
public sealed record TransferLeadership(ServerId To) : Order
{
    /// <inheritdoc/>
    public override Order? Rename(Func<ServerId, ServerId?> map) => map(To) is { } to ? new TransferLeadership(to) : null;
}

public partial record Leader
{
    /// <summary>The server to which it is handing over its leadership; null when it is not.</summary>
    public ServerId? TransferTo { get; init; }
}

public sealed partial record RequestVote
{
    /// <summary>Added: the leader of the term before ordered this election, so it is no disruption (section 4.2.3).</summary>
    public bool IsTransfer { get; init; }
}

/// <summary>"The prior leader sends a TimeoutNow request to the target server" (section 3.10).</summary>
/// <param name="From">The leader.</param>
/// <param name="To">The server that is to lead.</param>
/// <param name="Term">The leader's term: the order stands for no other.</param>
public sealed record TimeoutNow(ServerId From, ServerId To, long Term) : Message(From, To, Term);

/// <summary>Leadership transfer.</summary>
public partial class Rules
{
    /// <summary>
    /// "The prior leader fully updates the target server's log", and waits for about an election timeout that it is overruled. An
    /// order that cannot be carried out is ignored, and so is one that comes while another transfer is under way.
    /// </summary>
    private Step OnTransferLeadership(ServerState state, TransferLeadership order)
    {
        if (!MayTransfer(state, order.To))
        {
            return Step.From(state);
        }

        var leader = state with { Role = (Leader)state.Role with { TransferTo = order.To } };
        var step = Step.From(leader).Do(new ResetElectionTimer());
        return IsCaughtUp(leader, order.To)
            ? step.Send(OrderElection(leader, order.To))
            : step.Then(handing => SendAppendEntries(handing, order.To, Options.MaxEntriesPerAppend));
    }

    /// <summary>To another server, and one that may vote and be voted for.</summary>
    protected virtual bool MayTransfer(ServerState state, ServerId to)
    {
        var isFree = state.Role is Leader { TransferTo: null };
        var isVoter = state.Configuration.Voters.Contains(to) || state.Configuration.VotersAfter.Contains(to);
        return isFree && isVoter && to != state.Id;
    }

    /// <summary>"The prior leader stops accepting new client requests": the target could never catch up with them.</summary>
    protected virtual bool AcceptsRequests(ServerState state) => state.Role is Leader { TransferTo: null };

    /// <summary>
    /// Once the target has all of the log, it is told to stand; again with each answer, for the network may lose the order.
    /// </summary>
    private Step HandOver(Step step, AppendEntriesReply reply) =>
        step.State.Role is Leader { TransferTo: { } target } && target == reply.From && IsCaughtUp(step.State, target)
            ? step.Send(OrderElection(step.State, target))
            : step;

    /// <summary>Whether the target's log matches the leader's to its end.</summary>
    protected virtual bool IsCaughtUp(ServerState state, ServerId target) =>
        ((Leader)state.Role).MatchIndex[target] == state.Log.LastIndex;

    private static TimeoutNow OrderElection(ServerState state, ServerId target) => new(state.Id, target, state.CurrentTerm);

    /// <summary>
    /// "The target server starts a new election (incrementing its term and becoming a candidate)": without a pre-vote, for its
    /// leader wants it. An order of an older term never comes here.
    /// </summary>
    protected virtual Step OnTimeoutNow(ServerState state, TimeoutNow order) =>
        state.Role is Leader ? Step.From(state) : StartElection(state, isTransfer: true);

    /// <summary>
    /// "If leadership transfer does not complete after about an election timeout, the prior leader aborts the transfer and
    /// resumes accepting client requests."
    /// </summary>
    protected virtual ServerState AbortTransfer(ServerState state) =>
        state with { Role = (Leader)state.Role with { TransferTo = null } };
}
