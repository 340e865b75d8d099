namespace Raft.Core.Protocol;

/// <summary>Section 5.2, leader election: "Rules for Servers: Followers, Candidates" and the RequestVote RPC.</summary>
public partial class Rules
{
    /// <summary>
    /// Followers: "if election timeout elapses ...: convert to candidate". Candidates: "if election timeout elapses: start new
    /// election". A leader has no election timeout, unless a later chapter gives it one.
    /// </summary>
    protected virtual Step OnElectionTimeout(ServerState state) =>
        state.Role is Leader ? OnElectionTimeoutOfLeader(state) : Campaign(state);

    /// <summary>"On conversion to candidate, start election".</summary>
    private Step StartElection(ServerState state, bool isTransfer = false)
    {
        var candidate = ConvertToCandidate(state);
        var step = Step.From(candidate).Do(new ResetElectionTimer());
        foreach (var other in candidate.Others)
        {
            var request = VoteRequest(candidate, other);
            step = step.Send(isTransfer ? request with { IsTransfer = true } : request);
        }

        return step.Then(BecomeLeaderIfElected);
    }

    /// <summary>"Increment currentTerm. Vote for self."</summary>
    protected virtual ServerState ConvertToCandidate(ServerState state) =>
        state.InTerm(state.CurrentTerm + 1, votedFor: state.Id) with { Role = new Candidate(ServerSet.Of(state.Id)) };

    /// <summary>"Send RequestVote RPCs to all other servers."</summary>
    protected virtual RequestVote VoteRequest(ServerState state, ServerId to) =>
        new(state.Id, to, state.CurrentTerm, state.Log.LastIndex, state.Log.LastTerm);

    /// <summary>
    /// RequestVote, receiver's rule 2: "If votedFor is null or candidateId, and candidate's log is at least as
    /// up-to-date as receiver's log, grant vote".
    /// </summary>
    protected virtual Step OnRequestVote(ServerState state, RequestVote request)
    {
        if (!MayGrantVote(state, request))
        {
            return Step.From(state).Send(VoteReply(state, request, granted: false));
        }

        var voter = GrantVote(state, request.From);
        return Step.From(voter).Do(new ResetElectionTimer()).Send(VoteReply(voter, request, granted: true));
    }

    /// <summary>The two conditions of rule 2 (sections 5.2 and 5.4).</summary>
    protected virtual bool MayGrantVote(ServerState state, RequestVote request)
    {
        var hasNotVotedForAnother = HasNotVotedForAnother(state, request.From);
        var candidateIsUpToDate = IsUpToDate(state, request);
        return hasNotVotedForAnother && candidateIsUpToDate;
    }

    /// <summary>
    /// "VotedFor is null or candidateId": at most one vote in a term, "on a first-come-first-served basis" (section 5.2).
    /// </summary>
    protected virtual bool HasNotVotedForAnother(ServerState state, ServerId candidate) =>
        state.VotedFor is null || state.VotedFor == candidate;

    /// <summary>
    /// Section 5.4.1: "If the logs have last entries with different terms, then the log with the later term is more up-to-date.
    /// If the logs end with the same term, then whichever log is longer is more up-to-date."
    /// </summary>
    protected virtual bool IsUpToDate(ServerState state, RequestVote request)
    {
        var hasLaterTerm = request.LastLogTerm > state.Log.LastTerm;
        var hasSameTerm = request.LastLogTerm == state.Log.LastTerm;
        var isAtLeastAsLong = request.LastLogIndex >= state.Log.LastIndex;
        return hasLaterTerm || (hasSameTerm && isAtLeastAsLong);
    }

    /// <summary>The vote is part of the persistent state.</summary>
    protected virtual ServerState GrantVote(ServerState state, ServerId candidate) => state.InTerm(state.CurrentTerm, candidate);

    private static RequestVoteReply VoteReply(ServerState state, RequestVote request, bool granted) =>
        new(state.Id, request.From, state.CurrentTerm, granted);

    private Step OnRequestVoteReply(ServerState state, RequestVoteReply reply) =>
        state.Role is Candidate candidate && reply.VoteGranted
            ? BecomeLeaderIfElected(
                state with { Role = candidate with { VotesGranted = CountVote(candidate.VotesGranted, reply.From) } })
            : Step.From(state);

    /// <summary>A vote counts once for each server, however often its message arrives.</summary>
    protected virtual ServerSet CountVote(ServerSet votes, ServerId voter) => votes.Add(voter);

    private Step BecomeLeaderIfElected(ServerState state) =>
        IsElected(state, ((Candidate)state.Role).VotesGranted) ? BecomeLeader(state) : Step.From(state);

    /// <summary>Candidates: "If votes received from majority of servers: become leader".</summary>
    protected virtual bool IsElected(ServerState state, ServerSet votes) => HasQuorum(state, votes);

    /// <summary>"A majority of the servers": for votes and for copies of entries alike.</summary>
    protected virtual bool HasQuorum(ServerState state, ServerSet servers) => state.Configuration.HasQuorum(servers);

    /// <summary>
    /// "Volatile state on leaders: reinitialized after election"; then "send initial empty AppendEntries RPCs (heartbeat) to each
    /// server". With a no-op (section 8) these carry it.
    /// </summary>
    private Step BecomeLeader(ServerState state)
    {
        var leader = state with { Role = InitialProgress(state) };
        if (Options.NoOpAtElection)
        {
            leader = AdvanceCommitIndex(AppendToLog(leader, new Entry(leader.CurrentTerm, new NoOp())));
        }

        return CheckQuorumFromNowOn(SendAppendEntriesToAll(leader, Options.MaxEntriesPerAppend));
    }

    /// <summary>"NextIndex[]: initialized to leader last log index + 1; matchIndex[]: initialized to 0".</summary>
    protected virtual Leader InitialProgress(ServerState state) =>
        new(IndexPerServer.All(state.Servers, state.Log.LastIndex + 1), IndexPerServer.All(state.Servers, 0));
}
