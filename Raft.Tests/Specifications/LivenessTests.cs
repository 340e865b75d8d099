using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class LivenessTests
{
    private static readonly RequestId Request = new(new ClientId(1), 1);
    private static readonly Called Call = new(Request, S1, new Put("x", "a"));

    [Fact]
    public void A_leader_is_elected_once_a_majority_follows_it()
    {
        var elected = new Run("A Leader Is Elected", Step(Candidate(S1, 1), Leader(S1, 1)));
        Assert.True(elected.IsSatisfied);
        elected.Happens(new FaultsOver());
        Assert.False(elected.IsSatisfied);
        elected.Happens(Step(Follower(S2, 1), Follower(S2, 1, leader: S1)));
        Assert.True(elected.IsSatisfied);
        Assert.Equal(1, elected.Exercised);
    }

    [Fact]
    public void A_leader_of_another_term_or_one_that_nobody_follows_does_not_count()
    {
        var elected = new Run("A Leader Is Elected", new FaultsOver(), Step(Candidate(S1, 1), Leader(S1, 1)));
        elected.Happens(Step(Follower(S2, 1), Candidate(S2, 2)), Step(Follower(S3, 1), Follower(S3, 2, leader: S2)));
        Assert.Equal(
            "no leader that a majority of {s1, s2, s3} follows: "
                + "s1 is leader of term 1, s2 is candidate in term 2, s3 follows s2 in term 2",
            elected.EndedHot().Explanation);
    }

    [Fact]
    public void A_leader_needs_only_those_that_are_up()
    {
        var elected = new Run("A Leader Is Elected", new FaultsOver(), new Crashed(S3), new Paused(S2));
        elected.Happens(Step(Candidate(S1, 1), Leader(S1, 1)));
        Assert.True(elected.IsSatisfied);
        elected.Happens(new Resumed(S2));
        Assert.Equal(
            "no leader that a majority of {s1, s2} follows: s1 is leader of term 1, s2 has handled nothing yet",
            elected.EndedHot().Explanation);
    }

    [Fact]
    public void A_read_waits_until_it_is_answered()
    {
        var reads = new Run("No Read Waits For Ever", Call, new FaultsOver());
        Assert.True(reads.IsSatisfied);
        var read = new RequestId(new ClientId(2), 1);
        reads.Happens(new Called(read, S2, new Numbered(1, 1, new Get("x"))));
        Assert.Equal("no answer to c2's get x, serial 1 of session 1", reads.EndedHot().Explanation);
        reads.Happens(new Returned(read, new NotLeader(S1)));
        Assert.True(reads.IsSatisfied);
        Assert.Equal(1, reads.Exercised);
    }

    [Fact]
    public void A_pending_write_commits_when_it_is_answered()
    {
        var writes = new Run("Pending Writes Commit", Call);
        Assert.True(writes.IsSatisfied);
        writes.Happens(new FaultsOver());
        Assert.False(writes.IsSatisfied);
        writes.Happens(new Returned(Request, new Applied(new Result(true, "a"))));
        Assert.True(writes.IsSatisfied);
        Assert.Equal(1, writes.Exercised);
    }

    [Fact]
    public void A_write_that_was_refused_or_given_up_is_not_pending()
    {
        Assert.True(new Run("Pending Writes Commit", new FaultsOver(), Call, new GaveUp(Request)).IsSatisfied);
        var refusal = new Returned(Request, new NotLeader(null));
        Assert.True(new Run("Pending Writes Commit", new FaultsOver(), Call, refusal).IsSatisfied);
    }

    [Fact]
    public void A_write_without_an_answer_is_told()
    {
        var violation = new Run("Pending Writes Commit", Call, new FaultsOver()).EndedHot();
        Assert.Equal("no answer to c1's put x=a", violation.Explanation);
        Assert.Equal([new Fact(2, "since then Pending Writes Commit waits"), new Fact(1, "c1 called put x=a")], violation.Facts);
    }

    [Fact]
    public void Logs_converge_when_all_that_are_up_have_committed_the_same()
    {
        var log = LogOf("1:a");
        var logs = new Run("Logs Converge", new Crashed(S3), Step(Follower(S1, 1), Leader(S1, 1, log)), new FaultsOver());
        Assert.False(logs.IsSatisfied);
        logs.Happens(Step(Follower(S2, 1), Follower(S2, 1, LogOf("1:a"), commit: 1)));
        logs.Happens(Step(Leader(S1, 1, log), Leader(S1, 1, log, commit: 1)));
        Assert.True(logs.IsSatisfied);
        logs.Happens(Restarting(Follower(S3, 1)));
        Assert.Equal(
            "the logs of {s1, s2, s3} did not come to be the leader's: "
                + "s1 has committed 1 of [1:put x=a], s2 has committed 1 of [1:put x=a], s3 has committed 0 of []",
            logs.EndedHot().Explanation);
        Assert.Equal(2, logs.Exercised);
    }

    [Fact]
    public void Logs_that_are_as_long_but_differ_have_not_converged() => Assert.False(new Run(
        "Logs Converge",
        new Crashed(S3),
        Step(Follower(S1, 1), Follower(S1, 1, LogOf("1:a"), commit: 1)),
        Step(Follower(S2, 1), Follower(S2, 1, LogOf("1:b"), commit: 1)),
        new FaultsOver()).IsSatisfied);

    [Fact]
    public void Without_an_entry_of_its_own_term_a_leader_need_only_be_followed_as_far_as_its_log_goes()
    {
        var leader = Step(Follower(S1, 2, LogOf("1:a")), Leader(S1, 2, LogOf("1:a")));
        var longer = Step(Follower(S2, 2), Follower(S2, 2, LogOf("1:a", "1:b")));
        var logs = new Run("Logs Converge", new Crashed(S3), leader, longer, new FaultsOver());
        Assert.True(logs.IsSatisfied);
        logs.Happens(Step(Follower(S2, 2), Follower(S2, 2)));
        Assert.False(logs.IsSatisfied);
    }

    [Fact]
    public void Logs_need_not_converge_while_a_client_waits()
    {
        var logs = new Run("Logs Converge", new FaultsOver(), Call, Step(Follower(S1, 1), Leader(S1, 1, LogOf("1:a"))));
        Assert.True(logs.IsSatisfied);
        logs.Happens(new GaveUp(Request));
        Assert.False(logs.IsSatisfied);
    }

    [Fact]
    public void A_leader_stays_when_it_outlives_three_timeouts_of_a_server_that_hears_nobody()
    {
        var stays = new Run("A Leader Stays", Step(Follower(S1, 1), Leader(S1, 1)), new FaultsOver());
        Assert.True(stays.IsSatisfied);
        stays.Happens(Deafening);
        Assert.False(stays.IsSatisfied);
        stays.Happens(TimingOut(S3), TimingOut(S3));
        stays.Happens(Step(Leader(S1, 1), Follower(S1, 2)), Step(Follower(S2, 2), Leader(S2, 3)));
        stays.Happens(TimingOut(S3), TimingOut(S3));
        Assert.Equal("no leader led on while s3, which hears nobody, timed out 3 times", stays.EndedHot().Explanation);
        stays.Happens(Step(Follower(S2, 2), Leader(S2, 3)), TimingOut(S3), TimingOut(S3), TimingOut(S3));
        Assert.True(stays.IsSatisfied);
        Assert.Equal(1, stays.Exercised);
    }

    [Fact]
    public void Of_a_server_that_nothing_reaches_no_log_is_asked()
    {
        var leader = Step(Follower(S1, 1), Leader(S1, 1, LogOf("1:a"), commit: 1));
        var follower = Step(Follower(S2, 1), Follower(S2, 1, LogOf("1:a"), commit: 1));
        var logs = new Run("Logs Converge", leader, follower, new FaultsOver());
        Assert.False(logs.IsSatisfied);
        logs.Happens(Deafening);
        Assert.True(logs.IsSatisfied);
    }

    [Fact]
    public void A_transfer_ends_when_the_leader_hands_over_no_more()
    {
        var handingOver = Leader(S1, 1) with { Role = (Leader)Leader(S1, 1).Role with { TransferTo = S2 } };
        var transfers = new Run("Transfers End", Step(Leader(S1, 1), handingOver));
        Assert.True(transfers.IsSatisfied);
        transfers.Happens(new FaultsOver());
        Assert.Equal(
            "s1 hands over its leadership to s2, and takes no requests, for ever", transfers.EndedHot().Explanation);
        transfers.Happens(Step(handingOver, Leader(S1, 1)));
        Assert.True(transfers.IsSatisfied);
        Assert.Equal(1, transfers.Exercised);
    }

    private static readonly Partitioned Deafening = new(ServerSet.Of(S1, S2), ServerSet.Of(S3), BothWays: false);

    private static Handled TimingOut(ServerId server) =>
        Handling(new ElectionTimeout(), Candidate(server, 1), Candidate(server, 1));

    [Fact]
    public void A_satisfied_property_has_no_violation_to_tell() =>
        Assert.Throws<InvalidOperationException>(() => new Run("Pending Writes Commit", new FaultsOver()).EndedHot());

    [Fact]
    public void Of_several_that_wait_the_one_that_waited_longest_is_told()
    {
        var run = new Judge(Three);
        Happening[] story =
        [
            Step(Follower(S1, 1), Leader(S1, 1)), Step(Follower(S2, 1), Follower(S2, 1, leader: S1)), Call, new FaultsOver(),
            Step(Leader(S1, 1), Follower(S1, 2)),
        ];
        for (var number = 1; number <= story.Length; number++)
        {
            Assert.Null(run.Observe(number, story[number - 1]));
        }

        Assert.Contains(run.Liveness, property => property is { Name: "A Leader Is Elected", IsSatisfied: false });
        Assert.Equal("Pending Writes Commit", run.EndedHot()?.Property);
    }

    [Fact]
    public void Where_nothing_waits_nothing_is_told() => Assert.Null(new Judge(Three).EndedHot());

    /// <summary>A run that one liveness property watches.</summary>
    private sealed class Run
    {
        private readonly Judge judge;
        private int number;

        public Run(string property, params Happening[] happenings)
        {
            judge = new Judge(Three, new HashSet<string> { property });
            Happens(happenings);
        }

        public bool IsSatisfied => judge.Liveness.Single().IsSatisfied;

        public long Exercised => judge.Exercised.Single().Exercised;

        public void Happens(params Happening[] happenings)
        {
            foreach (var happening in happenings)
            {
                Assert.Null(judge.Observe(++number, happening));
            }
        }

        public Violation EndedHot() => judge.Liveness.Single().EndedHot();
    }
}
