using Raft.Core.Protocol;
using static Raft.Coyote.Mutants.PropertyName;

namespace Raft.Coyote.Mutants;

/// <summary>Bugs in chapter 4 of the dissertation: changes of the cluster's servers.</summary>
internal static class MembershipMutants
{
    private const string Group = "Membership";

    private static readonly Sequence<Need> Changes = [Need.Changes];

    /// <summary>Two majorities that do not overlap: two leaders in a term, or one without what the other committed.</summary>
    private static readonly Sequence<string> TwoClusters = [ConfigurationSafety, .. TwoLeaders];

    public static readonly Sequence<Mutant> All =
    [
        new("change-before-own-commit", Group,
            "A leader begins a single-server change before it has committed an entry of its term.",
            "Ongaro 2015, copycat 23, braft 182", TwoClusters, null,
            options => new ChangeBeforeOwnCommit(options), MinServers: 5, Needs: Changes),
        new("two-pending-changes", Group,
            "A leader begins a change while the one before is not committed.",
            "classic", TwoClusters, null, options => new TwoPendingChanges(options), MinServers: 4, Needs: Changes),
        new("config-active-at-apply", Group,
            "A server uses a configuration only once it has applied it, not as soon as it is in its log.",
            "etcd 7280, 11284", TwoClusters, null, options => new ConfigurationActiveAtApply(options), Needs: Changes),
        new("removed-leader-counts-self", Group,
            "A leader that is about to leave counts itself in the majorities of the cluster that it is not in.",
            "dissertation 4.2.2", LostEntries, null, options => new RemovedLeaderCountsSelf(options), Needs: Changes),
        new("learner-acks-counted", Group,
            "A leader counts learners among the holders of an entry.",
            "classic", LostEntries, null, options => new LearnerAcksCounted(options), Needs: Changes),
        new("naive-multi-change", Group,
            "A cluster goes from any configuration to any other in one step.",
            "dissertation 4.1", TwoClusters, null, options => new NaiveMultiChange(options), Needs: Changes),
        new("premature-retirement", Group,
            "A server that is removed stops as soon as its log says so, before that is committed.",
            "CCF 5973", [.. NoProgress, AChangeEnds], null, options => new PrematureRetirement(options), Needs: Changes),
        new("joint-counts-union", Group,
            "While two configurations are joint, a majority of all their servers together is enough.",
            "ours", [.. TwoClusters, PreVoteMajority], null, options => new JointCountsUnion(options), Needs: Changes),
        new("joint-leaves-early", Group,
            "A leader goes on to C-new when C-old,new is in its log, before it is committed.",
            "ours", TwoClusters, null, options => new JointLeavesEarly(options), Needs: Changes),
        new("joint-never-left", Group,
            "Only the leader that began a change goes on to C-new: a later one that finds C-old,new in its log does not.",
            "ours", [AChangeEnds], null, options => new JointNeverLeft(options), Needs: Changes),
        new("learner-votes-counted", Group,
            "A candidate asks learners for their votes too, and counts them.",
            "ours", TwoLeaders, null, options => new LearnerVotesCounted(options), Needs: Changes),
        new("commit-waits-for-learners", Group,
            "An entry is committed only once all learners hold it as well.",
            "ours", [PendingWritesCommit, LogsConverge, AChangeEnds], null,
            options => new CommitWaitsForLearners(options), Needs: Changes),
        new("added-server-trusted", Group,
            "A leader takes a server that it adds for one that holds its whole log.",
            "ours", FalseProgress, null, options => new AddedServerTrusted(options), Needs: Changes),
        new("commit-half-while-changing", Group,
            "Half of the voters is enough to commit an entry: harmless in a cluster that stays as it is.",
            "ours", [.. LostEntries, .. TwoClusters.Items.Except(LostEntries)], null,
            options => new CommitHalfWhileChanging(options), Needs: Changes),
        new("learner-campaigns", Group,
            "A learner stands for election when it hears from no leader.",
            "ours", [],
            "It needs the votes of a majority of the voters, and does not count itself: it disturbs them, and that is all.",
            options => new LearnerCampaigns(options), Needs: Changes),
    ];

    private sealed class ChangeBeforeOwnCommit(Options options) : Rules(options)
    {
        protected override bool KnowsEarlierChanges(ServerState state) => true;
    }

    private sealed class TwoPendingChanges(Options options) : Rules(options)
    {
        protected override bool IsSettled(ServerState state) => true;
    }

    private sealed class ConfigurationActiveAtApply(Options options) : Rules(options)
    {
        protected override bool HasQuorum(ServerState state, ServerSet servers) =>
            base.HasQuorum(state.WithLog(state.Log.TruncateFrom(state.LastApplied + 1)), servers);
    }

    private sealed class RemovedLeaderCountsSelf(Options options) : Rules(options)
    {
        protected override bool HasQuorum(ServerState state, ServerSet servers) =>
            base.HasQuorum(state, state.Configuration.AllVoters.Contains(state.Id) ? servers : AndOneMore(state, servers));

        private static ServerSet AndOneMore(ServerState state, ServerSet servers)
        {
            var others = state.Configuration.AllVoters.Except(servers).Members;
            return others.Any() ? servers.Add(others.First()) : servers;
        }
    }

    private sealed class LearnerAcksCounted(Options options) : Rules(options)
    {
        protected override bool IsStoredOnEnough(ServerState state, long n) =>
            base.IsStoredOnEnough(state, n) || IsHeldByAsMany(state.Configuration, HoldersOf(state, n));

        private static bool IsHeldByAsMany(Configuration cluster, ServerSet holders) =>
            !cluster.IsJoint && holders.And(cluster.Members).Count * 2 > cluster.Voters.Count;
    }

    private sealed class NaiveMultiChange(Options options) : Rules(options)
    {
        protected override Configuration FirstStep(Configuration now, Configuration wanted) => wanted;
    }

    private sealed class PrematureRetirement(Options options) : Rules(options)
    {
        protected override bool MayStandForElection(ServerState state) => IsIn(state) && base.MayStandForElection(state);

        protected override bool HasLeftTheCluster(ServerState state) => !IsIn(state);

        private static bool IsIn(ServerState state) => state.Configuration.AllVoters.Contains(state.Id);
    }

    private sealed class JointCountsUnion(Options options) : Rules(options)
    {
        protected override bool HasQuorum(ServerState state, ServerSet servers) =>
            servers.IsMajorityOf(state.Configuration.AllVoters);
    }

    private sealed class JointLeavesEarly(Options options) : Rules(options)
    {
        protected override bool MayLeaveJoint(ServerState state) => state.Configuration.IsJoint;
    }

    private sealed class JointNeverLeft(Options options) : Rules(options)
    {
        protected override bool MayLeaveJoint(ServerState state) =>
            base.MayLeaveJoint(state) && state.Log.TermAt(state.Log.ConfigurationIndex) == state.CurrentTerm;
    }

    private sealed class LearnerVotesCounted(Options options) : Rules(options)
    {
        protected override ServerSet ServersToAsk(ServerState state) => state.Others;

        protected override bool IsElected(ServerState state, ServerSet votes) => base.IsElected(state, votes)
            || (!state.Configuration.IsJoint && votes.Count * 2 > state.Configuration.Voters.Count);
    }

    private sealed class CommitWaitsForLearners(Options options) : Rules(options)
    {
        protected override bool IsStoredOnEnough(ServerState state, long n) =>
            base.IsStoredOnEnough(state, n) && state.Configuration.Learners.Except(HoldersOf(state, n)) == ServerSet.Empty;
    }

    private sealed class AddedServerTrusted(Options options) : Rules(options)
    {
        protected override ServerState Meet(ServerState state)
        {
            var (leader, members) = ((Leader)state.Role, state.Configuration.Members);
            var met = base.Meet(state);
            var match = leader.MatchIndex.UpTo(members, state.Log.LastIndex);
            return met with { Role = (Leader)met.Role with { MatchIndex = match } };
        }
    }

    private sealed class CommitHalfWhileChanging(Options options) : Rules(options)
    {
        protected override bool IsStoredOnEnough(ServerState state, long n)
        {
            var holders = HoldersOf(state, n);
            return IsHalf(holders, state.Configuration.Voters) && IsHalf(holders, state.Configuration.VotersAfter);
        }

        private static bool IsHalf(ServerSet holders, ServerSet voters) => holders.And(voters).Count * 2 >= voters.Count;
    }

    private sealed class LearnerCampaigns(Options options) : Rules(options)
    {
        protected override bool MayStandForElection(ServerState state) =>
            state.Configuration.Learners.Contains(state.Id) || base.MayStandForElection(state);
    }
}
