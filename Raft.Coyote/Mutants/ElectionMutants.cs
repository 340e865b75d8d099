using Raft.Core.Protocol;
using static Raft.Coyote.Mutants.PropertyName;

namespace Raft.Coyote.Mutants;

/// <summary>Bugs in sections 5.2 and 5.4.1: who votes for whom, and who counts as elected.</summary>
internal static class ElectionMutants
{
    private const string Group = "Election";

    public static readonly Sequence<Mutant> All =
    [
        new("dup-vote-counted", Group,
            "A candidate keeps a counter of votes, not a set of voters: a vote that arrives twice is two votes.",
            "akka-raft 45, xraft 27", TwoLeaders, null,
            options => new DuplicateVoteCounted(options), MinServers: 5, Needs: [Need.Duplicates]),
        new("self-vote-twice", Group,
            "A candidate that stands again counts its own vote twice: the message with its vote before that comes late.",
            "akka-raft 50", TwoLeaders, null, options => new SelfVoteTwice(options)),
        new("stale-vote-counted", Group,
            "A candidate counts votes that it was given in an earlier term.",
            "akka-raft 46, xraft 33, little-raft 44", TwoLeaders, null, options => new StaleVoteCounted(options)),
        new("ignores-voted-for", Group,
            "A server votes for every candidate that asks, also in a term in which it has voted.",
            "camunda 5356", TwoVotes, null, options => new IgnoresVotedFor(options)),
        new("stepdown-clears-vote", Group,
            "A candidate that steps down in its own term forgets that it voted for itself.",
            "akka-raft 56, CCF 5891", [VoteOnce],
            "It steps down for a leader with a majority, whose voters it does not free: no second leader. With pre-vote neither, as "
                + "long as a pre-candidate keeps its vote; for one that does not see prevote-stepdown-clears-vote.",
            options => new StepdownClearsVote(options)),
        new("log-check-commit-index", Group,
            "Candidate and voter compare their last committed entries, not the last entries of their logs.",
            "CCF 1641", LostEntries, null, options => new LogCheckCommitIndex(options)),
        new("log-check-length-only", Group,
            "The longer log counts as more up-to-date, whatever its last term.",
            "classic", LostEntries, null, options => new LogCheckLengthOnly(options)),
        new("log-check-term-only", Group,
            "The log with the later last term counts as more up-to-date, whatever its length.",
            "classic", LostEntries, null, options => new LogCheckTermOnly(options)),
        new("log-check-both", Group,
            "A voter wants the candidate's last term and its last index both at least as large as its own.",
            "the Raft among Coyote's tests", NoProgress, null, options => new LogCheckBoth(options)),
        new("adopt-term-stay-leader", Group,
            "A leader takes a later term from a reply, and leads on in it.",
            "classic", TwoLeaders, null, options => new AdoptTermStayLeader(options)),
        new("half-quorum-even", Group,
            "Half of the votes is enough: with an odd number of servers the same as a majority.",
            "classic", TwoLeaders, null, options => new HalfQuorumEven(options), MinServers: 4, Needs: [Need.EvenServers]),
        new("leader-grants-vote", Group,
            "A leader votes for another candidate of its own term.",
            "daos-raft 70", TwoVotes, null, options => new LeaderGrantsVote(options), Needs: [Need.NoNoOp]),
        new("stale-append-lowers-term", Group,
            "A server that hears from the leader of an earlier term goes back to that term.",
            "nebula 2405", [MonotonicTerm, .. TwoVotes], null, options => new StaleAppendLowersTerm(options)),
        new("heartbeat-clears-vote", Group,
            "A server that hears from the leader of its term forgets whom it voted for.",
            "camunda 5356, redpanda 19", TwoVotes, null, options => new HeartbeatClearsVote(options)),
        new("candidate-stands-once", Group,
            "A candidate that nobody elected waits on, and starts no new election: a split vote lasts for ever.",
            "ours", NoProgress, null, options => new CandidateStandsOnce(options)),
    ];

    private sealed class DuplicateVoteCounted(Options options) : Rules(options)
    {
        protected override ServerSet CountVote(ServerSet votes, ServerId voter) =>
            votes.Contains(voter) ? votes.CountOneMore() : votes.Add(voter);
    }

    /// <summary>Our servers send nothing to themselves; the late message is taken to come whenever there can be one.</summary>
    private sealed class SelfVoteTwice(Options options) : Rules(options)
    {
        protected override ServerState ConvertToCandidate(ServerState state)
        {
            var candidate = base.ConvertToCandidate(state);
            return state.Role is Candidate ? candidate with { Role = new CountedTwice(ServerSet.Of(state.Id)) } : candidate;
        }

        protected override bool IsElected(ServerState state, ServerSet votes) =>
            state.Role is CountedTwice ? (votes.Count + 1) * 2 > state.Servers.Count : base.IsElected(state, votes);

        private sealed record CountedTwice(ServerSet VotesGranted) : Candidate(VotesGranted);
    }

    private sealed class StaleVoteCounted(Options options) : Rules(options)
    {
        protected override bool IsOfOlderTerm(ServerState state, Message message) =>
            message is not RequestVoteReply && base.IsOfOlderTerm(state, message);
    }

    private sealed class IgnoresVotedFor(Options options) : Rules(options)
    {
        protected override bool HasNotVotedForAnother(ServerState state, ServerId candidate) => true;
    }

    private sealed class StepdownClearsVote(Options options) : Rules(options)
    {
        protected override ServerState ConvertToFollower(ServerState state, ServerId? leader)
        {
            var follower = base.ConvertToFollower(state, leader);
            return state.Role is Candidate ? follower.InTerm(state.CurrentTerm, votedFor: null) : follower;
        }
    }

    private sealed class LogCheckCommitIndex(Options options) : Rules(options)
    {
        protected override RequestVote VoteRequest(ServerState state, ServerId to) => base.VoteRequest(CommittedOf(state), to);

        protected override bool IsUpToDate(ServerState state, RequestVote request) =>
            base.IsUpToDate(CommittedOf(state), request);

        private static ServerState CommittedOf(ServerState state) => state.WithLog(state.Log.TruncateFrom(state.CommitIndex + 1));
    }

    private sealed class LogCheckLengthOnly(Options options) : Rules(options)
    {
        protected override bool IsUpToDate(ServerState state, RequestVote request) => request.LastLogIndex >= state.Log.LastIndex;
    }

    private sealed class LogCheckTermOnly(Options options) : Rules(options)
    {
        protected override bool IsUpToDate(ServerState state, RequestVote request) => request.LastLogTerm >= state.Log.LastTerm;
    }

    private sealed class LogCheckBoth(Options options) : Rules(options)
    {
        protected override bool IsUpToDate(ServerState state, RequestVote request) =>
            request.LastLogTerm >= state.Log.LastTerm && request.LastLogIndex >= state.Log.LastIndex;
    }

    private sealed class AdoptTermStayLeader(Options options) : Rules(options)
    {
        protected override ServerState AdoptTerm(ServerState state, Message message)
        {
            var isReply = message is RequestVoteReply or AppendEntriesReply;
            return state.Role is Leader && isReply ? state.InTerm(message.Term, votedFor: null) : base.AdoptTerm(state, message);
        }
    }

    private sealed class HalfQuorumEven(Options options) : Rules(options)
    {
        protected override bool IsElected(ServerState state, ServerSet votes) =>
            votes.And(state.Servers).Count * 2 >= state.Servers.Count;
    }

    private sealed class LeaderGrantsVote(Options options) : Rules(options)
    {
        protected override bool HasNotVotedForAnother(ServerState state, ServerId candidate) =>
            state.Role is Leader || base.HasNotVotedForAnother(state, candidate);
    }

    private sealed class StaleAppendLowersTerm(Options options) : Rules(options)
    {
        protected override Step RefuseOlderTerm(ServerState state, Message message) => message is AppendEntries append
            ? OnAppendEntries(state.InTerm(append.Term, state.VotedFor), append)
            : base.RefuseOlderTerm(state, message);
    }

    private sealed class HeartbeatClearsVote(Options options) : Rules(options)
    {
        protected override ServerState ConvertToFollower(ServerState state, ServerId? leader)
        {
            var follower = base.ConvertToFollower(state, leader);
            return leader is null ? follower : follower.InTerm(state.CurrentTerm, votedFor: null);
        }
    }

    private sealed class CandidateStandsOnce(Options options) : Rules(options)
    {
        protected override Step OnElectionTimeout(ServerState state) =>
            state.Role is Candidate ? Step.From(state) : base.OnElectionTimeout(state);
    }
}
