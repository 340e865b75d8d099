using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class ConfigurationSafetyTests
{
    private const string Name = "Configuration Safety";
    private static readonly ServerSet Two = ServerSet.Of(S2, S3);

    [Fact]
    public void Holds_when_one_server_is_removed() => AssertHolds(
        Name,
        1,
        Step(Leader(S2, 1), Leader(S2, 1, With("1:a", new Configuration(Two)))),
        Step(Follower(S3, 1), Follower(S3, 1, With("1:a", new Configuration(Two)))));

    [Fact]
    public void Is_not_exercised_while_no_log_has_a_configuration() => AssertHolds(
        Name, 0, Step(Follower(S1, 1), Follower(S1, 1, LogOf("1:a"))), new Crashed(S1));

    [Fact]
    public void Is_not_exercised_while_all_have_the_same() => AssertHolds(
        Name, 0, Step(Leader(S1, 1), Leader(S1, 1, With("1:a", new Configuration(Three)))));

    [Fact]
    public void Falls_when_two_majorities_have_no_server_in_common() => AssertFalls(
        Name,
        1,
        1,
        "s1 and s2 can both be elected in one term, s1 by {s1} and s2 by {s2, s3}",
        Step(Leader(S1, 1), Leader(S1, 1, With("1:a", new Configuration(ServerSet.Of(S1))))));

    [Fact]
    public void Holds_while_both_majorities_are_needed() => AssertHolds(
        Name, 1, Step(Leader(S1, 1), Leader(S1, 1, With("1:a", new Configuration(Three, ServerSet.Of(S1))))));

    [Fact]
    public void A_server_whose_log_is_behind_those_of_its_voters_cannot_be_elected() => AssertHolds(
        Name,
        0,
        Step(Follower(S2, 2), Follower(S2, 2, LogOf("2:a"))),
        Step(Follower(S3, 2), Follower(S3, 2, LogOf("2:a"))),
        Step(Leader(S1, 1), Leader(S1, 1, With("1:a", new Configuration(ServerSet.Of(S1, S2))))));

    [Fact]
    public void Of_a_server_that_is_down_the_log_on_its_disk_counts()
    {
        var log = With("1:a", new Configuration(ServerSet.Of(S1)));
        var write = Step(Leader(S1, 1), Leader(S1, 1, log), Disk(1, S1, log));
        AssertFalls(
            Name, 1, 1, "s1 and s2 can both be elected in one term, s1 by {s1} and s2 by {s2, s3}", write.CrashedAfter(1));
        AssertHolds(Name, 0, write.CrashedAfter(0));
    }

    /// <summary>
    /// Found by walks: s1 was taken to have the log still that it had not yet on its disk, and so to be able to get the vote of s2.
    /// </summary>
    [Fact]
    public void A_server_that_crashed_while_it_handled_nothing_has_lost_what_it_was_writing()
    {
        var joint = With("1:a", new Configuration(Three, ServerSet.Of(S3)));
        var ended = joint.Append(new Entry(1, new ChangeConfiguration(new Configuration(ServerSet.Of(S3)))));
        AssertHolds(
            Name,
            2,
            Step(Follower(S2, 1), Follower(S2, 1, joint)),
            Step(Leader(S1, 1), Leader(S1, 1, ended), new BeginWrite(1, ended.Entries)),
            new Crashed(S1),
            Step(Follower(S3, 1), Follower(S3, 1, ended)));
    }

    [Fact]
    public void A_change_has_ended_when_the_leader_knows_its_configuration_committed()
    {
        var (judge, log) = (new Judge(Three, new HashSet<string> { "A Change Ends" }), With("1:a", new Configuration(Two)));
        judge.Observe(1, Step(Leader(S2, 1), Leader(S2, 1, log)));
        Assert.True(judge.Liveness.Single().IsSatisfied);
        judge.Observe(2, new FaultsOver());
        Assert.Equal("no change of the configuration ended: s2 has {s2, s3}", judge.EndedHot()!.Explanation);
        judge.Observe(3, Step(Leader(S2, 1, log), Leader(S2, 1, log, commit: 2)));
        Assert.True(judge.Liveness.Single().IsSatisfied);
        Assert.Equal(1, judge.Exercised.Single().Exercised);
    }

    [Fact]
    public void A_change_has_not_ended_while_its_configuration_is_joint_or_nobody_leads()
    {
        var judge = new Judge(Three, new HashSet<string> { "A Change Ends" });
        var log = With("1:a", new Configuration(Three, Two));
        judge.Observe(1, Step(Follower(S2, 1), Follower(S2, 1, log, commit: 2)));
        judge.Observe(2, new FaultsOver());
        Assert.False(judge.Liveness.Single().IsSatisfied);
        judge.Observe(3, Step(Follower(S2, 1, log), Leader(S2, 1, log, commit: 2)));
        Assert.False(judge.Liveness.Single().IsSatisfied);
        judge.Observe(4, Step(Follower(S2, 2, log), Leader(S2, 2, log, commit: 2)));
        Assert.True(judge.Liveness.Single().IsSatisfied, "a leader without an entry of its term commits nothing");
    }

    [Fact]
    public void What_is_committed_may_be_missing_where_a_majority_of_the_present_cluster_has_it()
    {
        var log = With("1:a", new Configuration(Two));
        var judge = new Judge(Three, new HashSet<string> { "Committed Never Lost" });
        Assert.Null(judge.Observe(1, Writing(Leader(S2, 1, log))));
        Assert.Null(judge.Observe(2, Writing(Follower(S3, 1, log))));
        Assert.Null(judge.Observe(3, Step(Leader(S2, 1, log), Leader(S2, 1, log, commit: 2))));
        Assert.NotNull(judge.Observe(4, Writing(Follower(S3, 1))));
    }

    [Fact]
    public void Servers_outside_the_cluster_of_a_leader_need_neither_follow_it_nor_hold_its_log()
    {
        var log = With("1:a", new Configuration(ServerSet.Of(S1), Learners: ServerSet.Of(S2)));
        var judge = new Judge(Three, new HashSet<string> { "A Leader Is Elected", "Logs Converge" });
        judge.Observe(1, new FaultsOver());
        judge.Observe(2, Step(Leader(S1, 1), Leader(S1, 1, log, commit: 2)));
        Assert.Equal([true, false], judge.Liveness.Select(property => property.IsSatisfied));
        judge.Observe(3, Step(Follower(S2, 1), Follower(S2, 1, log, commit: 2)));
        Assert.Equal([true, true], judge.Liveness.Select(property => property.IsSatisfied));
    }

    /// <summary>A log of one entry, and a configuration of the same term after it.</summary>
    private static Log With(string entry, Configuration configuration) =>
        LogOf(entry).Append(new Entry(Entry(entry).Term, new ChangeConfiguration(configuration)));
}
