namespace Raft.Core.Protocol;

public sealed partial record Options
{
    /// <summary>
    /// "A candidate only increments its term if it first learns from a majority of the cluster that they would be willing to
    /// grant
    /// the candidate their votes" (section 9.6 of the dissertation).
    /// </summary>
    public bool PreVote { get; init; }
}

/// <summary>
/// A server that asks whether it would be elected, before it becomes a candidate. Its term is still the old one.
/// </summary>
/// <param name="PreVotesGranted">Who would vote for it, itself included.</param>
public sealed record PreCandidate(ServerSet PreVotesGranted) : Role;

/// <summary>"Would you vote for me in the next term?" (section 9.6). It changes nothing in its receiver.</summary>
/// <param name="From">The pre-candidate.</param>
/// <param name="To">The server asked.</param>
/// <param name="Term">The pre-candidate's currentTerm.</param>
/// <param name="LastLogIndex">Index of the pre-candidate's last log entry.</param>
/// <param name="LastLogTerm">Term of the pre-candidate's last log entry.</param>
public sealed record PreVote(ServerId From, ServerId To, long Term, long LastLogIndex, long LastLogTerm)
    : Message(From, To, Term)
{
    /// <summary>The term in which it would be a candidate.</summary>
    public long NextTerm => Term + 1;
}

/// <summary>The answer to a pre-vote.</summary>
/// <param name="From">The server that was asked.</param>
/// <param name="To">The pre-candidate.</param>
/// <param name="Term">The answering server's currentTerm, for the pre-candidate to update itself.</param>
/// <param name="NextTerm">The term that it was asked about: which request this answers.</param>
/// <param name="VoteGranted">True means that the server would vote for it.</param>
public sealed record PreVoteReply(ServerId From, ServerId To, long Term, long NextTerm, bool VoteGranted)
    : Message(From, To, Term);

/// <summary>Pre-vote.</summary>
public partial class Rules
{
    /// <summary>An election timeout elapsed at a server that does not lead.</summary>
    private Step Campaign(ServerState state) => AsksFirst(state) ? StartPreVote(state) : StartElection(state);

    /// <summary>Each time: a candidate that was not elected asks again before it raises its term once more.</summary>
    protected virtual bool AsksFirst(ServerState state) => Options.PreVote;

    /// <summary>It asks all others, and waits for another election timeout. Its term and its vote stay as they are.</summary>
    private Step StartPreVote(ServerState state)
    {
        var asking = state with { Role = new PreCandidate(ServerSet.Of(state.Id)) };
        var step = Step.From(asking).Do(new ResetElectionTimer());
        foreach (var other in ServersToAsk(asking))
        {
            step = step.Send(new PreVote(asking.Id, other, asking.CurrentTerm, asking.Log.LastIndex, asking.Log.LastTerm));
        }

        return step.Then(StartElectionIfMostWouldVote);
    }

    /// <summary>It is answered outside the rule of terms: who only asks does not disturb.</summary>
    protected virtual Step OnPreVote(ServerState state, PreVote request)
    {
        var granted = WouldVote(state, request);
        return granted || TellsWhyNot(state, request)
            ? Step.From(state).Send(new PreVoteReply(state.Id, request.From, state.CurrentTerm, request.NextTerm, granted))
            : Step.From(state);
    }

    /// <summary>
    /// "If the candidate's log is sufficiently up-to-date, and the voters have not received heartbeats from a valid leader for at
    /// least a baseline election timeout" (section 9.6); and the term must be one in which the server has not voted yet.
    /// </summary>
    protected virtual bool WouldVote(ServerState state, PreVote request)
    {
        var isNewTerm = request.NextTerm > state.CurrentTerm;
        var hearsNoLeader = !state.HearsLeader;
        return isNewTerm && hearsNoLeader && WouldBeUpToDate(state, request);
    }

    /// <summary>Section 5.4.1, as for a vote.</summary>
    protected virtual bool WouldBeUpToDate(ServerState state, PreVote request) => IsUpToDate(
        state, new RequestVote(request.From, request.To, request.NextTerm, request.LastLogIndex, request.LastLogTerm));

    /// <summary>
    /// A refusal tells the server's own term, also to who asks from an older one. If it did not, a server that has the log but
    /// not
    /// the term would never learn the term, and one that has the term but not the log could never be elected (etcd 8243).
    /// </summary>
    protected virtual bool TellsWhyNot(ServerState state, PreVote request) => true;

    /// <summary>An answer to what it asks now. One from a server in an older term counts: it would come along.</summary>
    private Step OnPreVoteReply(ServerState state, PreVoteReply reply) =>
        state.Role is PreCandidate asking && reply.VoteGranted && AnswersThisPreVote(state, reply)
            ? StartElectionIfMostWouldVote(
                state with { Role = new PreCandidate(asking.PreVotesGranted.Add(reply.From)) })
            : Step.From(state);

    /// <summary>Whether an answer is about the term in which the server now wants to be a candidate.</summary>
    protected virtual bool AnswersThisPreVote(ServerState state, PreVoteReply reply) => reply.NextTerm == state.CurrentTerm + 1;

    private Step StartElectionIfMostWouldVote(ServerState state) =>
        MayStartElection(state, ((PreCandidate)state.Role).PreVotesGranted) ? StartElection(state) : Step.From(state);

    /// <summary>"From a majority of the cluster".</summary>
    protected virtual bool MayStartElection(ServerState state, ServerSet preVotes) => HasQuorum(state, preVotes);
}
