using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Chapter 4 of the dissertation, cluster membership changes. The cluster begins with s1, s2 and s3.</summary>
public class MembershipTests
{
    private static readonly Options Single = new() { Membership = Membership.SingleServer };
    private static readonly Options Joint = new() { Membership = Membership.Joint };
    private static readonly ServerSet Three = Set(1, 2, 3);
    private static readonly ServerSet Four = Set(1, 2, 3, 4);

    [Fact]
    public void A_server_uses_the_servers_that_the_cluster_began_with_until_its_log_has_a_configuration()
    {
        Assert.Equal(new Configuration(Three), Follower(log: Log(1, 1)).Configuration);
        Assert.Equal(new Configuration(Four), Follower(log: With(1, Four)).Configuration);
        Assert.Equal(Set(2, 3, 4), Follower(log: With(1, Four)).Others);
    }

    [Fact]
    public void A_configuration_that_is_deleted_gives_way_to_the_one_before()
    {
        var log = With(1, Four).Append(Configured(1, new Configuration(Set(1, 2, 3, 4, 5)))).Append(Entry(1, 3));
        Assert.Equal(2, log.ConfigurationIndex);
        Assert.Equal(new Configuration(Four), log.TruncateFrom(2).LatestConfiguration);
        Assert.Equal(2, log.TruncateFrom(3).ConfigurationIndex);
        Assert.Equal(0, log.TruncateFrom(1).ConfigurationIndex);
        Assert.Equal(log, new Log(log.Entries));
        Assert.Equal(log.GetHashCode(), new Log(log.Entries).GetHashCode());
    }

    [Fact]
    public void A_configuration_among_others_that_are_appended_is_found()
    {
        var appended = Log(1).Append([Configured(1, new Configuration(Four)), Entry(1, 3)]);
        Assert.Equal((2L, new Configuration(Four)), (appended.ConfigurationIndex, appended.LatestConfiguration));
        Assert.Equal(2, appended.Append(Entries(4, 1)).ConfigurationIndex);
    }

    [Fact]
    public void A_follower_uses_a_configuration_as_soon_as_it_is_in_its_log()
    {
        var append = new AppendEntries(S2, S1, 1, 0, 0, [Configured(1, new Configuration(Four))], LeaderCommit: 0);
        var follower = Follower(term: 1).Receives(append, Single).State;
        Assert.Equal((0L, new Configuration(Four)), (follower.CommitIndex, follower.Configuration));
    }

    [Fact]
    public void A_configuration_does_nothing_to_the_state_machine()
    {
        var (store, result) = KeyValueStore.Empty.Apply(new ChangeConfiguration(new Configuration(Four)));
        Assert.Equal((KeyValueStore.Empty, new Result(true, null)), (store, result));
    }

    [Fact]
    public void A_leader_appends_the_new_configuration_and_replicates_it_to_its_members_at_once()
    {
        var leader = Leading(Log(1)).Committed(1);
        var step = leader.Handles(Adding(4), Single);
        var entry = Configured(1, new Configuration(Four));
        Assert.Equal(Log(1).Append(entry), step.State.Log);
        Assert.Equal(new Leader(Indexes(2, 2, 2, 2), Indexes(0, 1, 1, 0)), step.State.Role);
        Assert.Equal(
            new[] { S2, S3, S4 }.Select(to => new AppendEntries(S1, to, 1, 1, 1, [entry], LeaderCommit: 1)), step.Sent());
    }

    [Fact]
    public void A_leader_that_hands_over_its_leadership_begins_no_change()
    {
        var leader = Leading(Log(1)).Committed(1);
        var handingOver = leader with { Role = (Leader)leader.Role with { TransferTo = S2 } };
        Assert.Equal(handingOver, handingOver.Handles(Adding(4), Single).State);
        var joint = new Configuration(Three, Four);
        var inJoint = Leading(new Log([Configured(1, joint)])) with { Role = (Leader)leader.Role with { TransferTo = S2 } };
        Assert.Equal(joint, inJoint.Committed(1).Receives(Match(S2, 1), Joint).State.Configuration);
    }

    [Fact]
    public void A_new_configuration_is_committed_by_its_own_majority()
    {
        var leader = Leading(Log(1)).Committed(1).Handles(Adding(4), Single).State;
        leader = leader.Receives(Match(S2, 2), Single).State;
        Assert.Equal(1, leader.CommitIndex);
        Assert.Equal(2, leader.Receives(Match(S4, 2), Single).State.CommitIndex);
    }

    [Fact]
    public void A_server_without_an_index_gets_one_and_those_between_as_well()
    {
        var step = Leading(Log(1)).Committed(1).Handles(Adding(5), Single);
        Assert.Equal(new Leader(Indexes(2, 2, 2, 2, 2), Indexes(0, 1, 1, 0, 0)), step.State.Role);
        Assert.Equal([S2, S3, S5], step.Sent().Select(message => message.To));
    }

    [Fact]
    public void What_a_leader_hears_from_a_server_that_it_does_not_know_is_ignored() =>
        Leading(Log(1)).Receives(Match(S5, 1), Single).ShouldLeave(Leading(Log(1)));

    [Fact]
    public void A_new_leader_begins_with_all_members_of_its_configuration()
    {
        var elected = Candidate(term: 2, log: With(1, Four), votes: [S2]).Receives(Vote(S4), Single).State;
        Assert.Equal(new Leader(Indexes(2, 2, 2, 2), Indexes(0, 0, 0, 0)), elected.Role);
    }

    [Fact]
    public void With_the_option_off_an_order_does_nothing()
    {
        var leader = Leading(Log(1)).Committed(1);
        leader.Handles(Adding(4)).ShouldLeave(leader);
    }

    [Fact]
    public void A_server_that_is_not_the_leader_does_nothing_with_an_order()
    {
        var follower = Follower(log: Log(1)).Committed(1);
        follower.Handles(Adding(4), Single).ShouldLeave(follower);
    }

    [Fact]
    public void A_change_of_one_server_needs_a_committed_entry_of_the_leaders_term()
    {
        var leader = Leading(Log(1), term: 2).Committed(1);
        leader.Handles(Adding(4), Single).ShouldLeave(leader);
        Assert.True(leader.Handles(Adding(4), Joint).State.Configuration.IsJoint);
    }

    [Fact]
    public void A_change_waits_for_the_one_before()
    {
        var pending = Leading(Log(1)).Committed(1).Handles(Adding(4), Single).State;
        pending.Handles(Adding(5), Single).ShouldLeave(pending);
        var committed = pending.Receives(Match(S2, 2), Single).State.Receives(Match(S3, 2), Single).State;
        Assert.Equal(Set(1, 2, 3, 4, 5), committed.Handles(Adding(5), Single).State.Configuration.Voters);
    }

    [Fact]
    public void One_server_at_a_time_and_some_must_be_left()
    {
        var leader = Leading(Log(1)).Committed(1);
        leader.Handles(new ChangeMembers(Set(4, 5)), Single).ShouldLeave(leader);
        leader.Handles(new ChangeMembers(Set(4), Leaving: Set(3)), Single).ShouldLeave(leader);
        leader.Handles(new ChangeMembers(Set(2)), Single).ShouldLeave(leader);
        leader.Handles(new ChangeMembers(ServerSet.Empty, Leaving: Three), Joint).ShouldLeave(leader);
    }

    [Fact]
    public void A_learner_is_replicated_to_and_does_not_count()
    {
        var leader = Leading(Log(1)).Committed(1).Handles(new ChangeMembers(ServerSet.Empty, Set(4)), Single).State;
        Assert.Equal(new Configuration(Three, Learners: Set(4)), leader.Configuration);
        var step = leader.Receives(Match(S4, 2), Single);
        Assert.Equal(1, step.State.CommitIndex);
        Assert.Equal(2, step.State.Receives(Match(S2, 2), Single).State.CommitIndex);
    }

    [Fact]
    public void A_learner_is_promoted_once_it_holds_all_that_is_committed()
    {
        var leader = WithLearner(match: 1);
        leader.Handles(Adding(4), Single).ShouldLeave(leader);
        Assert.Equal(new Configuration(Four), WithLearner(match: 2).Handles(Adding(4), Single).State.Configuration);
    }

    [Fact]
    public void A_voter_can_become_a_learner() => Assert.Equal(
        new Configuration(Set(1, 2), Learners: Set(3)),
        Leading(Log(1)).Committed(1).Handles(new ChangeMembers(ServerSet.Empty, Set(3)), Single).State.Configuration);

    [Fact]
    public void A_learner_does_not_stand_for_election_and_waits_anew()
    {
        var learner = Follower(log: Learning(1)).Committed(1);
        learner.Handles(new ElectionTimeout(), Single).ShouldBe(learner, new ResetElectionTimer());
    }

    [Fact]
    public void A_server_that_the_cluster_did_not_begin_with_waits_to_be_added()
    {
        var outside = ServerState.AtStart(S4, Three, PersistentState.FirstBoot);
        outside.Handles(new ElectionTimeout(), Single).ShouldBe(outside, new ResetElectionTimer());
    }

    [Fact]
    public void A_server_votes_whatever_its_configuration_says()
    {
        var outside = ServerState.AtStart(S4, Three, PersistentState.FirstBoot);
        var vote = outside.Receives(new RequestVote(S5, S4, 1, 0, 0), Single);
        Assert.Equal([new RequestVoteReply(S4, S5, 1, VoteGranted: true)], vote.Sent());
    }

    [Fact]
    public void A_candidate_asks_the_voters_only()
    {
        var asked = Follower(log: Learning(4)).Handles(new ElectionTimeout(), Single).Sent();
        Assert.Equal([S2, S3], asked.Select(message => message.To));
    }

    [Fact]
    public void A_server_that_leaves_still_stands_until_that_is_committed_and_does_not_count_its_vote()
    {
        var leaving = Follower(log: With(1, Set(2, 3)));
        var step = leaving.Handles(new ElectionTimeout(), Single);
        Assert.Equal([S2, S3], step.Sent().Select(message => message.To));
        var one = step.State.Receives(Vote(S2), Single).State;
        Assert.IsType<Candidate>(one.Role);
        Assert.IsType<Leader>(one.Receives(Vote(S3), Single).State.Role);
        var left = leaving.Committed(1);
        left.Handles(new ElectionTimeout(), Single).ShouldBe(left, new ResetElectionTimer());
    }

    [Fact]
    public void A_server_that_was_a_learner_before_does_not_stand_either()
    {
        var log = Learning(1).Append(Configured(1, new Configuration(Set(2, 3))));
        Assert.IsType<Follower>(Follower(log: log).Handles(new ElectionTimeout(), Single).State.Role);
    }

    [Fact]
    public void A_leader_that_is_removed_does_not_count_itself_and_steps_down_once_that_is_committed()
    {
        var leader = Leading(Log(1)).Committed(1).Handles(Removing(1), Single).State;
        Assert.Equal(Set(2, 3), leader.Configuration.Voters);
        leader = leader.Receives(Match(S2, 2), Single).State;
        Assert.Equal(1, leader.CommitIndex);
        Assert.IsType<Leader>(leader.Role);
        var done = leader.Receives(Match(S3, 2), Single);
        Assert.Equal((2L, new Follower()), (done.State.CommitIndex, done.State.Role));
        Assert.Equal([2L], done.All<Apply>().Select(apply => apply.Index));
    }

    [Fact]
    public void A_change_in_one_go_goes_by_way_of_both_configurations()
    {
        var leader = Leading(Log(1)).Committed(1).Handles(new ChangeMembers(Set(4, 5), Leaving: Set(2, 3)), Joint).State;
        Assert.Equal(new Configuration(Three, Set(1, 4, 5)), leader.Configuration);
        leader = leader.Receives(Match(S4, 2), Joint).State.Receives(Match(S5, 2), Joint).State;
        Assert.Equal(1, leader.CommitIndex);
        var step = leader.Receives(Match(S2, 2), Joint);
        Assert.Equal((2L, new Configuration(Set(1, 4, 5))), (step.State.CommitIndex, step.State.Configuration));
        Assert.Equal([S4, S5], step.Sent().Select(message => message.To));
        Assert.Equal(3, step.State.Receives(Match(S4, 3), Joint).State.CommitIndex);
    }

    [Fact]
    public void While_joint_a_candidate_needs_both_majorities()
    {
        var log = new Log([Configured(1, new Configuration(Three, Set(3, 4, 5)))]);
        var candidate = Follower(term: 1, log: log).Handles(new ElectionTimeout(), Joint).State;
        candidate = candidate.Receives(Vote(S2), Joint).State.Receives(Vote(S4), Joint).State;
        Assert.IsType<Candidate>(candidate.Role);
        Assert.IsType<Leader>(candidate.Receives(Vote(S5), Joint).State.Role);
    }

    [Fact]
    public void A_leader_that_finds_a_joint_configuration_in_its_log_goes_on_with_it()
    {
        var log = new Log([Configured(1, new Configuration(Three, Set(1, 2))), Entry(2, 2)]);
        var leader = Leading(log, term: 2);
        var step = leader.Receives(Match(S2, 2, term: 2), Joint);
        Assert.Equal((2L, new Configuration(Set(1, 2))), (step.State.CommitIndex, step.State.Configuration));
    }

    [Fact]
    public void Where_the_voters_stay_the_same_one_step_is_enough() => Assert.Equal(
        new Configuration(Three, Learners: Set(4, 5)),
        Leading(Log(1)).Committed(1).Handles(new ChangeMembers(ServerSet.Empty, Set(4, 5)), Joint).State.Configuration);

    [Fact]
    public void A_server_alone_makes_a_whole_change_in_one_step()
    {
        var alone = Leader(term: 1, log: Log(1), servers: 1).Committed(1);
        var step = alone.Handles(new ChangeMembers(Set(2), Leaving: Set(1)), Joint);
        Assert.Equal((new Configuration(Set(1), Set(2)), 1L), (step.State.Configuration, step.State.CommitIndex));
        var done = step.State.Receives(Match(S2, 2), Joint);
        Assert.Equal((new Configuration(Set(2)), 2L), (done.State.Configuration, done.State.CommitIndex));
    }

    [Fact]
    public void A_joint_configuration_of_one_server_is_left_in_the_step_that_commits_it()
    {
        var log = new Log([Entry(1, 1), Configured(1, new Configuration(Set(1), Set(1)))]);
        var step = Leader(term: 1, log: log, servers: 1).Committed(1).Handles(new ClientRequest(Request(1), new Get("x")), Joint);
        Assert.Equal(new Configuration(Set(1)), step.State.Configuration);
        Assert.Equal((4L, 4L), (step.State.CommitIndex, step.State.LastApplied));
    }

    [Fact]
    public void Synchronous_replication_waits_for_all_members()
    {
        var all = Joint with { CommitRule = CommitRule.AllServers };
        var leader = Leader(term: 1, Learning(4), nextIndex: [2, 2, 2, 2], matchIndex: [0, 1, 1, 0]);
        Assert.Equal(0, leader.Receives(Match(S2, 1), all).State.CommitIndex);
        Assert.Equal(1, leader.Receives(Match(S4, 1), all).State.CommitIndex);
    }

    [Fact]
    public void A_removed_server_deposes_the_leader_and_is_not_elected()
    {
        var removed = Follower(term: 1, log: Log(1)).Handles(new ElectionTimeout(), Single).Sent()[0];
        var log = Log(1).Append(Configured(1, new Configuration(Set(2, 3))));
        var leader = ServerState.AtStart(S2, Three, new PersistentState(1, S2, log)) with
        {
            Role = new Leader(Indexes(3, 3, 3), Indexes(0, 0, 0)),
        };
        var step = leader.Receives(removed, Single);
        Assert.Equal((2L, new Follower()), (step.State.CurrentTerm, step.State.Role));
        Assert.Equal([new RequestVoteReply(S2, S1, 2, VoteGranted: false)], step.Sent());
    }

    [Fact]
    public void Servers_of_an_order_are_renamed_and_those_that_are_gone_are_left_out()
    {
        var order = new ChangeMembers(Set(4), Set(5), Set(1));
        Assert.Equal([S1, S4, S5], order.Servers);
        var renamed = order.Rename(server => server == S5 ? null : server == S4 ? S3 : server);
        Assert.Equal(new ChangeMembers(Set(3), Leaving: Set(1)), renamed);
        Assert.Null(order.Rename(_ => null));
    }

    [Fact]
    public void A_configuration_is_told_with_all_its_parts()
    {
        Assert.Equal("{s1, s2}", $"{new Configuration(Set(1, 2))}");
        Assert.Equal("{s1} and {s2} with learners {s3}", $"{new Configuration(Set(1), Set(2), Set(3))}");
        Assert.Equal("configuration {s1}", $"{new ChangeConfiguration(new Configuration(Set(1)))}");
    }

    [Fact]
    public void What_is_wanted_is_wanted_of_the_configuration_that_a_joint_one_leads_to() =>
        Assert.Equal(new Configuration(Set(2, 4)), Adding(4).From(new Configuration(Three, Set(2))));

    [Fact]
    public void Where_no_configuration_is_left_in_the_log_that_of_the_snapshot_is_used()
    {
        var snapshot = new Snapshot(1, 1, new Configuration(Four), KeyValueStore.Empty, default);
        var restarted = Follower().Handles(new Restart(new PersistentState(1, null, With(1, Four)) { Snapshot = snapshot }), Single);
        Assert.Equal(0, restarted.State.Log.ConfigurationIndex);
        Assert.Equal(new Configuration(Four), restarted.State.Configuration);
    }

    private static ServerSet Set(params int[] servers) => ServerSet.Of([.. servers.Select(number => new ServerId(number))]);

    private static Entry Configured(long term, Configuration configuration) => new(term, new ChangeConfiguration(configuration));

    private static Log With(long term, ServerSet voters) => new([Configured(term, new Configuration(voters))]);

    /// <summary>A log in which one of s1 to s4 learns, and the others among s1 to s3 vote.</summary>
    private static Log Learning(int learner) =>
        new([Configured(1, new Configuration(Three.Without(new ServerId(learner)), Learners: Set(learner)))]);

    private static ServerState Leading(Log log, long term = 1) => Leader(term, log, matchIndex: [0, 1, 1]);

    /// <summary>The leader of a cluster in which s4 learns, and holds the log up to an index; all of it is committed.</summary>
    private static ServerState WithLearner(long match)
    {
        var log = Log(1).Append(Configured(1, new Configuration(Three, Learners: Set(4))));
        return Leader(term: 1, log, nextIndex: [3, 3, 3, 3], matchIndex: [0, 2, 2, match]).Committed(2);
    }

    private static IndexPerServer Indexes(params long[] indexes) => new([.. indexes]);

    private static ChangeMembers Adding(int server) => new(Set(server));

    private static ChangeMembers Removing(int server) => new(ServerSet.Empty, Leaving: Set(server));

    private static AppendEntriesReply Match(ServerId from, long index, long term = 1) =>
        new(from, S1, term, Success: true, PrevLogIndex: 0, index);

    private static RequestVoteReply Vote(ServerId from) => new(from, S1, 2, VoteGranted: true);
}
