using Raft.Core.Protocol;
using static Raft.Tests.Mutants.Given;

namespace Raft.Tests.Mutants;

internal static class CommitSteps
{
    public static readonly MutantStep[] All =
    [
        new("commit-prior-term", Given.Leader(2, LogOf(1)), Ack(2, 1), CommitIs(0, 1)),
        new("mode-for-median", Given.Leader(1, LogOf(1, 1, 1)), Ack(1, 1), CommitIs(1, 3)),
        new("leader-counted-twice", Given.Leader(1), Request(), CommitIs(0, 1)),
        new("match-starts-too-high", Given.Candidate(1), Vote(1), (real, mutant) =>
            Assert.Equal([0, 1], [real.LeaderRole().MatchIndex[S2], mutant.LeaderRole().MatchIndex[S2]])),
        new("commit-regresses", Given.Follower(1, LogOf(1, 1), commit: 2), Append(1, 2, 1, commit: 1), CommitIs(2, 1)),
        new("commit-quorum-half-even", Given.Leader(1, LogOf(1), servers: 4), Ack(1, 1), CommitIs(0, 1)),
        new("commit-without-min", Given.Follower(1), Append(1, 0, 0, commit: 1), (real, mutant) =>
        {
            CommitIs(0, 1)(real, mutant);
            Assert.False(mutant.State.Log.Contains(1));
        }),
        new("commit-own-last-index", Given.Follower(2, LogOf(1)), Append(2, 0, 0, commit: 1), CommitIs(0, 1)),
        new("stepdown-resets-volatile", Given.Leader(1, LogOf(1), commit: 1), VoteRequest(2, 0, 0), (real, mutant) =>
        {
            CommitIs(1, 0)(real, mutant);
            Assert.Equal([1, 0], [real.State.LastApplied, mutant.State.LastApplied]);
        }),
        new("apply-newest-only", Given.Follower(1, LogOf(1, 1)), Append(1, 2, 1, commit: 2), (real, mutant) =>
        {
            Assert.Equal([1L, 2L], AppliedBy(real));
            Assert.Equal([2L], AppliedBy(mutant));
        }),
        new("never-answers", Given.Leader(1, servers: 1), Request(), (real, mutant) =>
        {
            Assert.Contains(real.Effects, effect => effect is Reply);
            Assert.DoesNotContain(mutant.Effects, effect => effect is Reply);
        }),
        new("answer-before-commit", Given.Leader(1), Request(), (real, mutant) =>
        {
            CommitIs(0, 0)(real, mutant);
            Assert.DoesNotContain(real.Effects, effect => effect is Reply);
            Assert.Contains(mutant.Effects, effect => effect is Reply { Answer: Applied });
        }),
    ];

    private static Action<Step, Step> CommitIs(long real, long mutant) => (realStep, mutantStep) =>
        Assert.Equal([real, mutant], [realStep.State.CommitIndex, mutantStep.State.CommitIndex]);

    private static IEnumerable<long> AppliedBy(Step step) => step.Effects.Items.OfType<Apply>().Select(apply => apply.Index);
}
