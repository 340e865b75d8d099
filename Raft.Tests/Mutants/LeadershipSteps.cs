using Raft.Core.Protocol;
using static Raft.Tests.Mutants.Given;

namespace Raft.Tests.Mutants;

internal static class LeadershipSteps
{
    private static readonly Options AllOn = Given.Options with { PreVote = true, CheckQuorum = true };

    public static MutantStep[] All => [.. Steps.Select(step => step with { Options = AllOn })];

    private static MutantStep[] Steps =>
    [
        new("prevote-stepdown-clears-vote", Asking(Given.Follower(1, votedFor: S2)), Append(1, 0, 0), (real, mutant) =>
        {
            Assert.Equal(S2, real.State.VotedFor);
            Assert.Null(mutant.State.VotedFor);
        }),
        new("prevote-low-term-stuck", Given.Follower(5), Question(2), (real, mutant) =>
        {
            Assert.Equal(5, Assert.Single(real.Sent<PreVoteReply>()).Term);
            Assert.Empty(mutant.Sent<PreVoteReply>());
        }),
        new("prevote-adopts-term", Given.Follower(1), Question(2), (real, mutant) =>
            Assert.Equal([1, 3], [real.State.CurrentTerm, mutant.State.CurrentTerm])),
        new("prevote-resets-timer", Given.Follower(1), Question(2), (real, mutant) =>
        {
            Assert.DoesNotContain(new ResetElectionTimer(), real.Effects.Items);
            Assert.Contains(new ResetElectionTimer(), mutant.Effects.Items);
        }),
        new("prevote-ignores-log", Given.Follower(1, LogOf(1)), Question(2), OnlyMutantWouldVote),
        new("prevote-while-hearing-leader", Given.Follower(1) with { Role = new Follower(S3) }, Question(2), OnlyMutantWouldVote),
        new("prevote-counts-old", Asking(Given.Follower(5)), new Receive(new PreVoteReply(S2, S1, 2, 3, true)), (real, mutant) =>
        {
            Assert.IsType<PreCandidate>(real.State.Role);
            Assert.IsType<Candidate>(mutant.State.Role);
        }),
        new("candidate-skips-prevote", Given.Candidate(1), new ElectionTimeout(), (real, mutant) =>
            Assert.Equal([1, 2], [real.State.CurrentTerm, mutant.State.CurrentTerm])),
        new("check-quorum-never-steps-down", Checking(S1), new ElectionTimeout(), OnlyMutantLeadsOn),
        new("check-quorum-counts-old-answers", Checking(S1, S2), new ElectionTimeout(), (real, mutant) =>
            Assert.Equal([ServerSet.Of(S1), ServerSet.Of(S1, S2)], [real.LeaderRole().HeardFrom, mutant.LeaderRole().HeardFrom])),
        new("check-quorum-clears-vote", Checking(S1), new ElectionTimeout(), (real, mutant) =>
        {
            Assert.Equal(S1, real.State.VotedFor);
            Assert.Null(mutant.State.VotedFor);
        }),
        new("sticky-adopts-term", Checking(S1), VoteRequest(2, 0, 0), (real, mutant) =>
            Assert.Equal([1, 2], [real.State.CurrentTerm, mutant.State.CurrentTerm])),
        new("sticky-refuses-transfer", Checking(S1), Transfer(2), (real, mutant) =>
            Assert.Equal([2, 1], [real.State.CurrentTerm, mutant.State.CurrentTerm])),
        new("transfer-never-ends", HandingOver(), new ElectionTimeout(), (real, mutant) =>
            Assert.Equal([null, S2], [real.LeaderRole().TransferTo, mutant.LeaderRole().TransferTo])),
        new("two-leaders-after-transfer", Given.Follower(3), new Receive(new TimeoutNow(S2, S1, 1)), (real, mutant) =>
            Assert.Equal([3, 4], [real.State.CurrentTerm, mutant.State.CurrentTerm])),
        new("timeout-now-before-caught-up", Given.Leader(1, LogOf(1)), new TransferLeadership(S2), (real, mutant) =>
        {
            Assert.Empty(real.Sent<TimeoutNow>());
            Assert.Single(mutant.Sent<TimeoutNow>());
        }),
        new("transfer-takes-requests", HandingOver(), Request(), (real, mutant) =>
            Assert.Equal([0, 1], [real.State.Log.LastIndex, mutant.State.Log.LastIndex])),
    ];

    private static Receive Question(long term) => new(new PreVote(S2, S1, term, 0, 0));

    private static Receive Transfer(long term) => new(new RequestVote(S2, S1, term, 0, 0) { IsTransfer = true });

    private static ServerState Asking(ServerState state) => state with { Role = new PreCandidate(ServerSet.Of(S1)) };

    private static ServerState Checking(params ServerId[] heard)
    {
        var leader = Given.Leader(1);
        return leader with { Role = (Leader)leader.Role with { HeardFrom = ServerSet.Of(heard) } };
    }

    private static ServerState HandingOver()
    {
        var leader = Given.Leader(1);
        return leader with { Role = (Leader)leader.Role with { TransferTo = S2 } };
    }

    private static void OnlyMutantWouldVote(Step real, Step mutant)
    {
        Assert.False(real.Sent<PreVoteReply>().Single().VoteGranted);
        Assert.True(mutant.Sent<PreVoteReply>().Single().VoteGranted);
    }

    private static void OnlyMutantLeadsOn(Step real, Step mutant)
    {
        Assert.IsType<Follower>(real.State.Role);
        Assert.IsType<Leader>(mutant.State.Role);
    }
}
