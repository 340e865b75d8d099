using Raft.Core.Protocol;
using static Raft.Tests.Mutants.Given;

namespace Raft.Tests.Mutants;

internal static class PersistenceSteps
{
    public static readonly MutantStep[] All =
    [
        new("vote-not-durable", Given.Follower(1), VoteRequest(2, 0, 0), OnlyRealWritesFirst),
        new("term-not-durable", Given.Follower(1), new ElectionTimeout(), (real, mutant) =>
        {
            Assert.Equal([new TermAndVote(2, S1)], real.Written());
            Assert.Empty(mutant.Written());
        }),
        new("ack-before-sync", Given.Follower(1), Append(1, 0, 0, 0, EntryAt(1, 1)), OnlyRealWritesFirst),
        new("term-vote-torn", Given.Follower(1, votedFor: S3), VoteRequest(2, 0, 0), MutantWritesFirst(new TermAndVote(2, S3))),
        new("missing-file-as-empty", Given.Follower(3), new Restart(new PersistentState(3, S2, LogOf(1))), (real, mutant) =>
        {
            Assert.Equal(new PersistentState(3, S2, LogOf(1)), real.State.Persistent);
            Assert.Equal(PersistentState.FirstBoot, mutant.State.Persistent);
        }),
        new("vote-term-torn", Given.Follower(1, votedFor: S3), VoteRequest(2, 0, 0), MutantWritesFirst(new TermAndVote(1, S2))),
        new("torn-vote-unchecked", Given.Follower(2, LogOf(1), votedFor: S2), VoteRequest(2, 0, 0), (real, mutant) =>
        {
            Assert.False(real.Sent<RequestVoteReply>().Single().VoteGranted);
            Assert.True(mutant.Sent<RequestVoteReply>().Single().VoteGranted);
        }),
        new("restart-forgets-term", Given.Follower(3), new Restart(new PersistentState(3, S2, LogOf(1))), (real, mutant) =>
        {
            Assert.Equal(new PersistentState(3, S2, LogOf(1)), real.State.Persistent);
            Assert.Equal(new PersistentState(0, null, LogOf(1)), mutant.State.Persistent);
        }),
    ];

    private static void OnlyRealWritesFirst(Step real, Step mutant)
    {
        Assert.True(real.WritesFirst());
        Assert.False(mutant.WritesFirst());
        Assert.Equal(real.Written(), mutant.Written());
        Assert.Equal(real.Sent<Message>(), mutant.Sent<Message>());
    }

    private static Action<Step, Step> MutantWritesFirst(TermAndVote torn) => (real, mutant) =>
    {
        Assert.Equal([new TermAndVote(2, S2)], real.Written());
        Assert.Equal([torn, new TermAndVote(2, S2)], mutant.Written());
    };
}
