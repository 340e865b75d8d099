using Raft.Core.Protocol;
using static Raft.Tests.Mutants.Given;

namespace Raft.Tests.Mutants;

internal static class MembershipSteps
{
    private static readonly ServerId S4 = new(4);
    private static readonly ServerId S5 = new(5);
    private static readonly ServerSet Three = ServerSet.Of(S1, S2, S3);
    private static readonly Options Single = Given.Options with { Membership = Membership.SingleServer };
    private static readonly Options Joint = Given.Options with { Membership = Membership.Joint };
    private static readonly ChangeMembers Adding = new(ServerSet.Of(S4));

    private static readonly Log WithS4 = Log.Empty.With(Three.Add(S4));
    private static readonly Log WithoutS1 = Log.Empty.With(ServerSet.Of(S2, S3));

    public static readonly MutantStep[] All =
    [
        Of(Single, "change-before-own-commit", Given.Leader(1), Adding, OnlyMutantChanges),
        Of(Single, "two-pending-changes", Given.Leader(1, LogOf(1).With(Three), commit: 1), Adding, OnlyMutantChanges),
        Of(Single, "config-active-at-apply", Given.Candidate(1, Log.Empty.With(Three.Add(S4))), Vote(1), OnlyMutantIsElected),
        Of(Single, "removed-leader-counts-self", Given.Leader(1, WithoutS1), Ack(1, 1), OnlyMutantCommits),
        Of(Single, "learner-acks-counted", Given.Leader(1, Learning(S2)), Ack(1, 1), OnlyMutantCommits),
        Of(Joint, "naive-multi-change", Given.Leader(1), Adding, OnlyMutantIsDone),
        Of(Single, "premature-retirement", Given.Follower(1, WithoutS1), new ElectionTimeout(), (real, mutant) =>
            OnlyMutantStands(mutant, real)),
        Of(Joint, "joint-counts-union", JointLeader(), Ack(1, 1), OnlyMutantCommits),
        Of(Joint, "joint-leaves-early", Given.Leader(1), Adding, OnlyMutantIsDone),
        Of(Joint, "joint-never-left", Given.Leader(2, Joining(S1, S2).Append(EntryAt(2, 2))), Ack(2, 2), (real, mutant) =>
            OnlyMutantIsDone(mutant, real)),
        Of(Single, "learner-votes-counted", Given.Candidate(1, Learning(S2)), Vote(1), OnlyMutantIsElected),
        Of(Single, "commit-waits-for-learners", Given.Leader(1, Learning(S3)), Ack(1, 1), (real, mutant) =>
            OnlyMutantCommits(mutant, real)),
        Of(Single, "added-server-trusted", Given.Leader(1, LogOf(1), commit: 1), Adding, (real, mutant) =>
            Assert.Equal([0, 2], [real.LeaderRole().MatchIndex[S4], mutant.LeaderRole().MatchIndex[S4]])),
        Of(Single, "commit-half-while-changing", Given.Leader(1, WithS4, servers: 4), Ack(1, 1), OnlyMutantCommits),
        Of(Single, "learner-campaigns", Given.Follower(1, Learning(S1), commit: 1), new ElectionTimeout(), OnlyMutantStands),
    ];

    private static MutantStep Of(Options options, string mutant, ServerState state, Input input, Action<Step, Step> difference) =>
        new(mutant, state, input, difference) { Options = options };

    private static void OnlyMutantChanges(Step real, Step mutant)
    {
        Assert.False(real.State.Configuration.Voters.Contains(S4));
        Assert.True(mutant.State.Configuration.Voters.Contains(S4));
    }

    private static void OnlyMutantIsElected(Step real, Step mutant)
    {
        Assert.IsType<Candidate>(real.State.Role);
        Assert.IsType<Leader>(mutant.State.Role);
    }

    private static void OnlyMutantStands(Step real, Step mutant)
    {
        Assert.IsType<Follower>(real.State.Role);
        Assert.IsType<Candidate>(mutant.State.Role);
    }

    private static void OnlyMutantCommits(Step real, Step mutant) =>
        Assert.Equal([0, 1], [real.State.CommitIndex, mutant.State.CommitIndex]);

    private static void OnlyMutantIsDone(Step real, Step mutant) =>
        Assert.Equal([true, false], [real.State.Configuration.IsJoint, mutant.State.Configuration.IsJoint]);

    private static Log With(this Log log, ServerSet voters) => log.Append(Configured(new Configuration(voters)));

    private static Log Learning(ServerId learner) =>
        Log.Empty.Append(Configured(new Configuration(Three.Without(learner), Learners: ServerSet.Of(learner))));

    private static Log Joining(params ServerId[] after) =>
        Log.Empty.Append(Configured(new Configuration(Three, ServerSet.Of(after))));

    private static Entry Configured(Configuration configuration) => new(1, new ChangeConfiguration(configuration));

    /// <summary>s1 and s3, of five, hold the entry that makes two configurations joint which have but s3 in common.</summary>
    private static ServerState JointLeader() =>
        Given.Leader(1, Joining(S3, S4, S5), match: [0, 0, 1, 0, 0], servers: 5) with { Servers = Three };
}
