using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>A run is told in sentences that a person would say who has read the paper.</summary>
public partial class NarrationTests
{
    private static readonly ServerId S1 = new(1);
    private static readonly ServerId S2 = new(2);
    private static readonly ServerId S3 = new(3);
    private static readonly RequestId Request = new(new ClientId(1), 4);
    private static readonly Put PutX = new("x", "1");
    private static readonly Sequence<Entry> NoEntries = [];

    private readonly TraceBuilder builder = new();
    private readonly Rules rules = new(new Options());

    [Fact]
    public void An_election()
    {
        var asked = builder.Handle(2, new ElectionTimeout(), rules);
        Assert.Equal("s2 times out, becomes candidate in term 1, asks s1 and s3 for their votes", Last());
        var vote = builder.Handle(1, new Receive(MessageTo(S1, asked)), rules);
        Assert.Equal(
            "s1 receives RequestVote of term 1 from s2 (empty log), adopts term 1, votes for s2, sends s2 its vote", Last());
        builder.Handle(2, new Receive(MessageTo(S2, vote)), rules);
        Assert.Equal(
            "s2 receives a vote of term 1 from s1, becomes leader of term 1, appends entry 1@1 (no-op), "
            + "sends AppendEntries to s1 and s3 (prev 0@0, entry 1)",
            Last());
        builder.Handle(2, new Receive(MessageTo(S2, vote)), rules);
        Assert.Equal("s2 receives a vote of term 1 from s1, ignores it", Last());
        builder.Handle(1, new ElectionTimeout(), rules);
        Assert.Equal("s1 times out, becomes candidate in term 2, asks s2 and s3 for their votes", Last());
        builder.Handle(1, new ElectionTimeout(), rules);
        Assert.Equal("s1 times out, becomes candidate again in term 3, asks s2 and s3 for their votes", Last());
    }

    [Fact]
    public void Votes_are_counted()
    {
        var five = new TraceBuilder(5);
        five.Handle(1, new ElectionTimeout(), rules);
        five.Handle(1, new Receive(new RequestVoteReply(S3, S1, 1, VoteGranted: true)), rules);
        Assert.Equal("s1 receives a vote of term 1 from s3, counts the votes of s1 and s3", Last(five));
    }

    [Fact]
    public void A_server_alone_elects_itself()
    {
        var alone = new TraceBuilder(1);
        alone.Handle(1, new ElectionTimeout(), rules);
        Assert.Equal(
            "s1 times out, becomes candidate in term 1, becomes leader of term 1, appends entry 1@1 (no-op), "
            + "sets commitIndex to 1, applies entry 1 (no-op)",
            Last(alone));
    }

    [Theory]
    [InlineData(1, 9, 9, "refuses s2 its vote (term 1 is past)")]
    [InlineData(2, 9, 9, "refuses s2 its vote (already voted for s3)")]
    [InlineData(3, 1, 1, "adopts term 3, refuses s2 its vote (its own last entry is 2@1)")]
    public void A_vote_refused(long term, long lastLogIndex, long lastLogTerm, string ending)
    {
        Give(1, term: 2, votedFor: S3, entries: [new(1, new NoOp()), new(1, PutX)]);
        builder.Handle(1, new Receive(new RequestVote(S2, S1, term, lastLogIndex, lastLogTerm)), rules);
        Assert.Equal(
            $"s1 receives RequestVote of term {term} from s2 (last entry {lastLogIndex}@{lastLogTerm}), {ending}", Last());
        builder.Handle(2, new Receive(new RequestVoteReply(S1, S2, 2, VoteGranted: false)), rules);
        Assert.Equal("s2 receives a refused vote of term 2 from s1, adopts term 2", Last());
    }

    [Fact]
    public void Entries_are_appended()
    {
        Give(1, term: 2, entries: [new(1, new NoOp())], leader: S2);
        builder.Handle(1, new Receive(new AppendEntries(S2, S1, 2, 1, 1, [new(2, new NoOp()), new(2, PutX)], 0)), rules);
        Assert.Equal(
            "s1 receives AppendEntries of term 2 from s2 (prev 1@1, entries 2..3), appends them, answers success up to 3",
            Last());
        builder.Handle(1, new Receive(new AppendEntries(S2, S1, 2, 2, 2, [new(2, PutX), new(2, PutX)], 0)), rules);
        Assert.Equal(
            "s1 receives AppendEntries of term 2 from s2 (prev 2@2, entries 3..4), appends entry 4@2 (put x=1), "
            + "answers success up to 4",
            Last());
    }

    [Fact]
    public void Entries_are_committed_and_applied()
    {
        Give(1, term: 2, entries: [new(1, new NoOp()), new(2, PutX)], leader: S2);
        builder.Handle(1, new Receive(new AppendEntries(S2, S1, 2, 2, 2, NoEntries, 2)), rules);
        Assert.Equal(
            "s1 receives AppendEntries of term 2 from s2 (prev 2@2, no entries, leaderCommit 2), "
            + "sets commitIndex to 2, applies entries 1..2, "
            + "answers success up to 2",
            Last());
    }

    [Fact]
    public void Conflicting_entries_are_deleted()
    {
        Give(1, term: 2, entries: [new(1, new NoOp()), new(1, PutX), new(1, PutX)]);
        builder.Handle(1, new Receive(new AppendEntries(S2, S1, 2, 1, 1, [new(2, new NoOp())], 0)), rules);
        Assert.Equal(
            "s1 receives AppendEntries of term 2 from s2 (prev 1@1, entry 2), takes s2 for its leader, "
            + "deletes its entries 2..3, appends it, "
            + "answers success up to 2",
            Last());
    }

    [Theory]
    [InlineData(BackTracking.OneStep, 5, "nothing is there")]
    [InlineData(BackTracking.OneStep, 2, "2@1 is there")]
    [InlineData(BackTracking.ByConflictTerm, 5, "nothing is there, its log ends before 3")]
    [InlineData(BackTracking.ByConflictTerm, 2, "2@1 is there, its entries of term 1 begin at 1")]
    public void An_append_refused(BackTracking backTracking, long prevLogIndex, string why)
    {
        Give(1, term: 2, entries: [new(1, new NoOp()), new(1, PutX)], leader: S2);
        var rulesThatStepBack = new Rules(new Options(backTracking));
        builder.Handle(1, new Receive(new AppendEntries(S2, S1, 2, prevLogIndex, 2, NoEntries, 0)), rulesThatStepBack);
        Assert.Equal(
            $"s1 receives AppendEntries of term 2 from s2 (prev {prevLogIndex}@2, no entries), "
            + $"answers refusal at prev {prevLogIndex} ({why})",
            Last());
    }

    [Fact]
    public void An_append_of_an_older_leader()
    {
        Give(1, term: 5);
        builder.Handle(1, new Receive(new AppendEntries(S2, S1, 2, 0, 0, NoEntries, 0)), rules);
        Assert.Equal(
            "s1 receives AppendEntries of term 2 from s2 (prev 0@0, no entries), answers refusal at prev 0 (term 2 is past)",
            Last());
    }

    [Fact]
    public void A_leader_sends_and_counts()
    {
        GiveLeader(1, nextIndex: [3, 3, 2], matchIndex: [0, 0, 0]);
        builder.Handle(1, new HeartbeatDue(), rules);
        Assert.Equal(
            "s1 is due for a heartbeat, sends a heartbeat to s2 (prev 2@2, no entries), "
            + "sends a heartbeat to s3 (prev 1@2, no entries)",
            Last());
        builder.Handle(1, new Receive(new AppendEntriesReply(S2, S1, 2, Success: true, 2, 2)), rules);
        Assert.Equal(
            "s1 receives success up to 2 of term 2 from s2, sets matchIndex of s2 to 2, sets commitIndex to 2, "
            + "applies entries 1..2, "
            + "answers c1#4 (ok, value 1)",
            Last());
        builder.Handle(1, new Receive(new AppendEntriesReply(S3, S1, 2, Success: false, 1, 0, new Conflict(null, 1))), rules);
        Assert.Equal(
            "s1 receives refusal at prev 1 of term 2 from s3 (its log ends before 1), sets nextIndex of s3 to 1, "
            + "sends AppendEntries to s3 (prev 0@0, entries 1..2, leaderCommit 2)",
            Last());
        builder.Handle(1, new Receive(new AppendEntriesReply(S3, S1, 4, Success: false, 0, 0)), rules);
        Assert.Equal("s1 receives refusal at prev 0 of term 4 from s3, adopts term 4, converts to follower", Last());
    }

    [Fact]
    public void A_leader_takes_a_request()
    {
        GiveLeader(1, nextIndex: [3, 3, 3], matchIndex: [0, 0, 0]);
        builder.Handle(1, new ClientRequest(Request, PutX), rules);
        Assert.Equal(
            "s1 receives the request c1#4 (put x=1), appends it as entry 3@2, "
            + "sends AppendEntries to s2 and s3 (prev 2@2, entry 3)",
            Last());
    }

    [Fact]
    public void Another_server_sends_a_client_away()
    {
        builder.Handle(2, new ClientRequest(Request, new Get("x")), rules);
        Assert.Equal("s2 receives the request c1#4 (get x), answers c1#4 (not the leader, none is known)", Last());
        Give(2, term: 1, leader: S3);
        builder.Handle(2, new ClientRequest(Request, new Get("x")), rules);
        Assert.Equal("s2 receives the request c1#4 (get x), answers c1#4 (not the leader, s3 is)", Last());
        builder.Handle(2, new HeartbeatDue(), rules);
        Assert.Equal("s2 is due for a heartbeat, does nothing", Last());
    }

    [Fact]
    public void A_candidate_that_finds_a_leader()
    {
        builder.Handle(1, new ElectionTimeout(), rules);
        builder.Handle(1, new Receive(new AppendEntries(S2, S1, 1, 0, 0, NoEntries, 0)), rules);
        Assert.Equal(
            "s1 receives AppendEntries of term 1 from s2 (prev 0@0, no entries), converts to follower of s2, "
            + "answers success up to 0",
            Last());
    }

    /// <summary>What no rule of the paper does is told as well: a mutant's story must show what it did.</summary>
    [Fact]
    public void What_should_never_happen_is_told_too()
    {
        Give(1, term: 3, votedFor: S2);
        var before = builder[1] with { CommitIndex = 2 };
        builder.Handle(1, new HeartbeatDue(), before, []);
        builder.Handle(1, new HeartbeatDue(), before.InTerm(3, null) with { CommitIndex = 1 }, []);
        Assert.Equal("s1 is due for a heartbeat, forgets its vote for s2, takes commitIndex back to 1", Last());
        builder.Handle(1, new HeartbeatDue(), before.InTerm(2, S1), []);
        Assert.Equal("s1 is due for a heartbeat, falls back to term 2, votes for itself, sets commitIndex to 2", Last());
        var unasked = new Send(new AppendEntriesReply(S1, S3, 2, Success: true, 0, 0));
        builder.Handle(1, new HeartbeatDue(), before.InTerm(2, S3), [unasked]);
        Assert.Equal(
            "s1 is due for a heartbeat, votes for s3 after its vote for s1 in the same term, answers s3 success up to 0", Last());
    }

    /// <summary>Nothing that the rules do is passed over in silence, and a change of state is never called nothing.</summary>
    [Fact]
    public void Runs_of_the_rules_are_told_line_by_line()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            foreach (var handled in RandomRuns.Run(seed).Happenings.Items.OfType<Handled>())
            {
                var told = Narration.Tell(handled);
                var isIgnored = told.EndsWith("ignores it", StringComparison.Ordinal);
                var isNothing = told.EndsWith("does nothing", StringComparison.Ordinal);
                Assert.DoesNotContain('\n', told);
                Assert.DoesNotContain("{", told, StringComparison.Ordinal);
                Assert.True(!(isIgnored || isNothing) || handled.Before == handled.After, told);
            }
        }
    }

    private static Message MessageTo(ServerId to, Step step) =>
        step.Effects.Items.OfType<Send>().Select(send => send.Message).First(message => message.To == to);

    private string Last() => Last(builder);

    private static string Last(TraceBuilder told) => Narration.Tell(told.Build().Happenings[^1]);

    private void Give(
        int server, long term, ServerId? votedFor = null, Sequence<Entry> entries = default, ServerId? leader = null)
    {
        var given = builder[server].InTerm(term, votedFor).WithLog(new Log(entries)) with { Role = new Follower(leader) };
        builder.Handle(server, new HeartbeatDue(), given, []);
    }

    private void GiveLeader(int server, Sequence<long> nextIndex, Sequence<long> matchIndex)
    {
        Give(server, term: 2, votedFor: new ServerId(server), entries: [new(2, new NoOp()), new(2, PutX, Request)]);
        var role = new Leader(new IndexPerServer(nextIndex), new IndexPerServer(matchIndex));
        builder.Handle(server, new HeartbeatDue(), builder[server] with { Role = role }, []);
    }
}
