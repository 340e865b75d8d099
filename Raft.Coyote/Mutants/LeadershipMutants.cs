using Raft.Core.Protocol;
using static Raft.Coyote.Mutants.PropertyName;

namespace Raft.Coyote.Mutants;

/// <summary>
/// Bugs in pre-vote, check-quorum and leadership transfer (sections 9.6, 6.2, 4.2.3 and 3.10 of the dissertation).
/// </summary>
internal static class LeadershipMutants
{
    private const string Group = "Leadership";

    public static readonly Sequence<Mutant> All =
    [
        new("prevote-stepdown-clears-vote", Group,
            "A pre-candidate that steps down in its term forgets its vote, perhaps one for the leader of that term: it may elect a second.",
            "akka-raft 56, CCF 5891", TwoVotes, null, options => new PreVoteStepdownClearsVote(options), Needs: [Need.PreVote]),
        new("prevote-low-term-stuck", Group,
            "A server that is asked for a pre-vote in a term that it has seen drops it: who is behind never learns the term.",
            "etcd 8243, canonical/raft 279, ra 439", NoProgress, null,
            options => new PreVoteLowTermStuck(options), Needs: [Need.PreVote]),
        new("prevote-adopts-term", Group,
            "A server that is asked for a pre-vote goes to the term that it is asked about.",
            "the comment \"never change our term in response to a PreVote\" in etcd tells of it",
            [PreVoteChangesNothing, .. NoProgress], null, options => new PreVoteAdoptsTerm(options), Needs: [Need.PreVote]),
        new("prevote-unseats-leader", Group,
            "A leader that is asked for a pre-vote steps down, as it would for a vote: one server that hears nobody is enough.",
            "ours", [PreVoteChangesNothing, .. NoProgress], null, options => new PreVoteUnseatsLeader(options), Needs: [Need.PreVote]),
        new("prevote-resets-timer", Group,
            "A server that would vote for a pre-candidate waits another election timeout, as if it had voted.",
            "classic", [PreVoteChangesNothing], null, options => new PreVoteResetsTimer(options), Needs: [Need.PreVote]),
        new("prevote-ignores-log", Group,
            "A server would vote for any pre-candidate, whatever its log: one that can't win disturbs as before.",
            "classic", [PreVoteMajority], null, options => new PreVoteIgnoresLog(options), Needs: [Need.PreVote]),
        new("prevote-while-hearing-leader", Group,
            "A server would vote for a pre-candidate although it hears a leader.",
            "classic", [PreVoteMajority], null, options => new PreVoteWhileHearingLeader(options), Needs: [Need.PreVote]),
        new("prevote-counts-old", Group,
            "A pre-candidate counts answers to a pre-vote about an earlier term.",
            "classic", [PreVoteMajority], null, options => new PreVoteCountsOld(options), Needs: [Need.PreVote]),
        new("candidate-skips-prevote", Group,
            "A candidate that was not elected raises its term again at each timeout, and asks nobody first.",
            "classic", [PreVoteMajority, .. NoProgress], null, options => new CandidateSkipsPreVote(options), Needs: [Need.PreVote]),
        new("check-quorum-never-steps-down", Group,
            "A leader that hears no majority leads on: those who hear it wait for ever.",
            "classic", [QuorumCheck, .. NoProgress], null,
            options => new CheckQuorumNeverStepsDown(options), Needs: [Need.CheckQuorum]),
        new("check-quorum-counts-old-answers", Group,
            "A leader that once heard a server counts it as heard for as long as it leads.",
            "classic", [QuorumCheck, .. NoProgress], null,
            options => new CheckQuorumCountsOldAnswers(options), Needs: [Need.CheckQuorum]),
        new("check-quorum-clears-vote", Group,
            "A leader that steps down in its own term forgets that it voted for itself, and may elect a second leader of that term.",
            "ours, after stepdown-clears-vote", TwoVotes, null,
            options => new CheckQuorumClearsVote(options), Needs: [Need.CheckQuorum]),
        new("sticky-adopts-term", Group,
            "A server that hears a leader does not vote for another, but goes to its term: the leader is unseated even so.",
            "classic", [LeaderStickiness], null, options => new StickyAdoptsTerm(options), Needs: [Need.CheckQuorum]),
        new("sticky-refuses-transfer", Group,
            "A server that hears a leader disregards also the candidate that stands at this leader's order.",
            "classic", [LeaderStickiness], null, options => new StickyRefusesTransfer(options),
            Needs: [Need.CheckQuorum, Need.Transfers]),
        new("transfer-never-ends", Group,
            "A leader that hands over waits for its target for ever, and takes no requests meanwhile.",
            "classic", [TransfersEnd, .. NoProgress], null, options => new TransferNeverEnds(options), Needs: [Need.Transfers]),
        new("two-leaders-after-transfer", Group,
            "TimeoutNow of an older term is honoured. Two leaders of a term do not come of it, for its target goes to a new one: "
                + "but who was deposed unseats the leader that all hear.",
            "classic", [SingleTransfer], null, options => new TwoLeadersAfterTransfer(options), Needs: [Need.Transfers]),
        new("timeout-now-before-caught-up", Group,
            "A leader orders its target to stand before this has all of the log: it can't win.",
            "classic", [TransferUpToDate], null, options => new TimeoutNowBeforeCaughtUp(options), Needs: [Need.Transfers]),
        new("transfer-takes-requests", Group,
            "A leader that hands over takes requests even so, and its target runs after them.",
            "classic", [TransferUpToDate], null, options => new TransferTakesRequests(options), Needs: [Need.Transfers]),
    ];

    private sealed class PreVoteStepdownClearsVote(Options options) : Rules(options)
    {
        protected override ServerState ConvertToFollower(ServerState state, ServerId? leader)
        {
            var follower = base.ConvertToFollower(state, leader);
            return state.Role is PreCandidate ? follower.InTerm(state.CurrentTerm, votedFor: null) : follower;
        }
    }

    private sealed class PreVoteLowTermStuck(Options options) : Rules(options)
    {
        protected override bool TellsWhyNot(ServerState state, PreVote request) => request.NextTerm > state.CurrentTerm;
    }

    private sealed class PreVoteAdoptsTerm(Options options) : Rules(options)
    {
        protected override Step OnPreVote(ServerState state, PreVote request)
        {
            var step = base.OnPreVote(state, request);
            var follower = ConvertToFollower(state, leader: null).InTerm(request.NextTerm, votedFor: null);
            return request.NextTerm > state.CurrentTerm ? step with { State = follower } : step;
        }
    }

    private sealed class PreVoteUnseatsLeader(Options options) : Rules(options)
    {
        protected override Step OnPreVote(ServerState state, PreVote request)
        {
            var step = base.OnPreVote(state, request);
            return state.Role is Leader ? step with { State = ConvertToFollower(state, leader: null) } : step;
        }
    }

    private sealed class PreVoteResetsTimer(Options options) : Rules(options)
    {
        protected override Step OnPreVote(ServerState state, PreVote request)
        {
            var step = base.OnPreVote(state, request);
            return WouldVote(state, request) ? step.Do(new ResetElectionTimer()) : step;
        }
    }

    private sealed class PreVoteIgnoresLog(Options options) : Rules(options)
    {
        protected override bool WouldBeUpToDate(ServerState state, PreVote request) => true;
    }

    private sealed class PreVoteWhileHearingLeader(Options options) : Rules(options)
    {
        protected override bool WouldVote(ServerState state, PreVote request) =>
            base.WouldVote(state with { Role = new Follower() }, request);
    }

    private sealed class PreVoteCountsOld(Options options) : Rules(options)
    {
        protected override bool AnswersThisPreVote(ServerState state, PreVoteReply reply) => true;
    }

    private sealed class CandidateSkipsPreVote(Options options) : Rules(options)
    {
        protected override bool AsksFirst(ServerState state) => state.Role is not Candidate && base.AsksFirst(state);
    }

    private sealed class CheckQuorumNeverStepsDown(Options options) : Rules(options)
    {
        protected override bool MustStepDown(ServerState state) => false;
    }

    private sealed class CheckQuorumCountsOldAnswers(Options options) : Rules(options)
    {
        protected override ServerSet HeardAfterTimeout(ServerState state) => ((Leader)state.Role).HeardFrom;
    }

    private sealed class CheckQuorumClearsVote(Options options) : Rules(options)
    {
        protected override ServerState ConvertToFollower(ServerState state, ServerId? leader)
        {
            var follower = base.ConvertToFollower(state, leader);
            return state.Role is Leader ? follower.InTerm(state.CurrentTerm, votedFor: null) : follower;
        }
    }

    private sealed class StickyAdoptsTerm(Options options) : Rules(options)
    {
        protected override Step Disregard(ServerState state, RequestVote request) =>
            IsOfNewerTerm(state, request) ? Step.From(AdoptTerm(state, request)) : base.Disregard(state, request);
    }

    private sealed class StickyRefusesTransfer(Options options) : Rules(options)
    {
        protected override bool IsDisruption(ServerState state, RequestVote request) =>
            base.IsDisruption(state, request with { IsTransfer = false });
    }

    private sealed class TransferNeverEnds(Options options) : Rules(options)
    {
        protected override ServerState AbortTransfer(ServerState state) => state;
    }

    private sealed class TwoLeadersAfterTransfer(Options options) : Rules(options)
    {
        protected override Step RefuseOlderTerm(ServerState state, Message message) =>
            message is TimeoutNow order ? OnTimeoutNow(state, order) : base.RefuseOlderTerm(state, message);
    }

    private sealed class TimeoutNowBeforeCaughtUp(Options options) : Rules(options)
    {
        protected override bool IsCaughtUp(ServerState state, ServerId target) => true;
    }

    private sealed class TransferTakesRequests(Options options) : Rules(options)
    {
        protected override bool AcceptsRequests(ServerState state) => state.Role is Leader;
    }
}
