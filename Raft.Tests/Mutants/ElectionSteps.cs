using Raft.Core.Protocol;
using static Raft.Tests.Mutants.Given;

namespace Raft.Tests.Mutants;

internal static class ElectionSteps
{
    public static readonly MutantStep[] All =
    [
        new("dup-vote-counted", Given.Candidate(1, servers: 5, voters: S2), Vote(1), OnlyMutantIsElected),
        new("self-vote-twice", Given.Candidate(1), new ElectionTimeout(), OnlyMutantIsElected),
        new("stale-vote-counted", Given.Candidate(2), Vote(1), OnlyMutantIsElected),
        new("ignores-voted-for", Given.Follower(1, votedFor: S3), VoteRequest(1, 0, 0), OnlyMutantVotes),
        new("stepdown-clears-vote", Given.Candidate(1), Append(1, 0, 0), OnlyMutantForgetsVote),
        new("log-check-commit-index", Given.Follower(1, LogOf(1, 1), commit: 1), VoteRequest(2, 1, 1), OnlyMutantVotes),
        new("log-check-length-only", Given.Follower(2, LogOf(1, 2)), VoteRequest(3, 3, 1), OnlyMutantVotes),
        new("log-check-term-only", Given.Follower(1, LogOf(1, 1)), VoteRequest(2, 1, 1), OnlyMutantVotes),
        new("log-check-both", Given.Follower(2, LogOf(1, 1)), VoteRequest(3, 1, 2), (real, mutant) =>
            OnlyMutantVotes(mutant, real)),
        new("adopt-term-stay-leader", Given.Leader(1), Nack(3, 0), (real, mutant) =>
        {
            Assert.IsType<Follower>(real.State.Role);
            Assert.IsType<Leader>(mutant.State.Role);
            Assert.Equal([3, 3], [real.State.CurrentTerm, mutant.State.CurrentTerm]);
        }),
        new("half-quorum-even", Given.Candidate(1, servers: 4), Vote(1), OnlyMutantIsElected),
        new("leader-grants-vote", Given.Leader(1), VoteRequest(1, 0, 0), (real, mutant) =>
        {
            OnlyMutantVotes(real, mutant);
            Assert.IsType<Leader>(mutant.State.Role);
        }),
        new("stale-append-lowers-term", Given.Follower(3), Append(1, 0, 0), (real, mutant) =>
            Assert.Equal([3, 1], [real.State.CurrentTerm, mutant.State.CurrentTerm])),
        new("heartbeat-clears-vote", Given.Follower(1, votedFor: S2), Append(1, 0, 0), OnlyMutantForgetsVote),
        new("candidate-stands-once", Given.Candidate(1), new ElectionTimeout(), (real, mutant) =>
            Assert.Equal([2, 1], [real.State.CurrentTerm, mutant.State.CurrentTerm])),
    ];

    private static void OnlyMutantIsElected(Step real, Step mutant)
    {
        Assert.IsType<Candidate>(real.State.Role);
        Assert.IsType<Leader>(mutant.State.Role);
    }

    private static void OnlyMutantVotes(Step real, Step mutant)
    {
        Assert.False(real.Sent<RequestVoteReply>().Single().VoteGranted);
        Assert.True(mutant.Sent<RequestVoteReply>().Single().VoteGranted);
        Assert.Equal(S2, mutant.State.VotedFor);
    }

    private static void OnlyMutantForgetsVote(Step real, Step mutant)
    {
        Assert.NotNull(real.State.VotedFor);
        Assert.Null(mutant.State.VotedFor);
    }
}
