namespace Raft.Core.Protocol;

public sealed partial record Options
{
    /// <summary>
    /// A leader that hears no majority steps down (section 6.2 of the dissertation), and a server that hears a leader disregards
    /// who wants to overthrow it (4.2.3). The two go together: with the second alone, a leader that its followers hear, and that
    /// hears none of them, would block the cluster for ever.
    /// </summary>
    public bool CheckQuorum { get; init; }
}

public partial record Leader
{
    /// <summary>
    /// With <see cref="Options.CheckQuorum"/>: the servers that it heard since its election timeout last elapsed, itself among
    /// them; without it, none.
    /// </summary>
    public ServerSet HeardFrom { get; init; }

    /// <summary>Whether it checks that it hears a majority.</summary>
    public bool ChecksQuorum => HeardFrom.Count > 0;
}

public sealed partial record ServerState
{
    /// <summary>
    /// Whether the server waits for an election timeout: all do but a leader; and that one too if there is something that it
    /// gives up when the timeout elapses.
    /// </summary>
    public bool HasElectionTimer => Role is not Leader leader || leader.ChecksQuorum || leader.TransferTo is not null;

    /// <summary>
    /// Whether the server hears a leader: a follower that was sent AppendEntries in this term, until its election timeout
    /// elapses; and a leader hears itself. We have no clock, so the "minimum election timeout" of section 4.2.3 is the election
    /// timeout itself: the follower that goes on believing in a leader that is gone does so no longer than it would wait anyway.
    /// </summary>
    public bool HearsLeader => Role is Leader or Follower { LeaderId: not null };
}

/// <summary>Check-quorum and leader stickiness.</summary>
public partial class Rules
{
    /// <summary>A new leader waits for one election timeout until it looks whom it heard.</summary>
    private Step CheckQuorumFromNowOn(Step election) => Options.CheckQuorum
        ? election.Then(leader => HearingOnly(leader, ServerSet.Of(leader.Id))).Do(new ResetElectionTimer())
        : election;

    private static ServerState HearingOnly(ServerState state, ServerSet heard) =>
        state with { Role = (Leader)state.Role with { HeardFrom = heard } };

    /// <summary>A leader hears a follower by its answer, whatever it is: one of the leader's own term.</summary>
    protected virtual ServerState Hear(ServerState state, AppendEntriesReply reply) =>
        state.Role is Leader { ChecksQuorum: true } leader ? HearingOnly(state, leader.HeardFrom.Add(reply.From)) : state;

    /// <summary>
    /// A leader's election timeout elapsed. What it had begun and could not end in that time it gives up: first its leadership,
    /// then a transfer of it. Then it begins to listen anew.
    /// </summary>
    private Step OnElectionTimeoutOfLeader(ServerState state)
    {
        if (MustStepDown(state))
        {
            return Step.From(ConvertToFollower(state, leader: null)).Do(new ResetElectionTimer());
        }

        var leader = AbortTransfer(state);
        return Step.From(((Leader)leader.Role).ChecksQuorum ? HearingOnly(leader, HeardAfterTimeout(leader)) : leader);
    }

    /// <summary>
    /// "A leader in Raft steps down if an election timeout elapses without a successful round of heartbeats to a majority of its
    /// cluster; this allows clients to retry their requests with another server" (section 6.2).
    /// </summary>
    protected virtual bool MustStepDown(ServerState state) =>
        state.Role is Leader { ChecksQuorum: true } leader && !HasQuorum(state, leader.HeardFrom);

    /// <summary>Whom a leader has heard when it begins to listen anew: itself.</summary>
    protected virtual ServerSet HeardAfterTimeout(ServerState state) => ServerSet.Of(state.Id);

    /// <summary>
    /// "If a server receives a RequestVote request within the minimum election timeout of hearing from a current leader, it does
    /// not update its term or grant its vote" (section 4.2.3). One that stands at the leader's own order is no disruption (3.10);
    /// and one of an older term is told so, as ever.
    /// </summary>
    protected virtual bool IsDisruption(ServerState state, RequestVote request)
    {
        var wouldOverthrow = Options.CheckQuorum && state.HearsLeader && !IsOfOlderTerm(state, request);
        return wouldOverthrow && !request.IsTransfer;
    }

    /// <summary>
    /// "The server can either drop the request, reply with a vote denial, or delay the request" (4.2.3): it drops it.
    /// </summary>
    protected virtual Step Disregard(ServerState state, RequestVote request) => Step.From(state);
}
