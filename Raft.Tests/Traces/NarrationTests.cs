using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>A run is told in sentences that a person would say who has read the paper.</summary>
public class NarrationTests
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
        Assert.Equal("s1 receives RequestVote of term 1 from s2 (empty log), adopts term 1, votes for s2, sends s2 its vote", Last());
        builder.Handle(2, new Receive(MessageTo(S2, vote)), rules);
        Assert.Equal(
            "s2 receives a vote of term 1 from s1, becomes leader of term 1, appends entry 1@1 (no-op), sends AppendEntries to s1 and s3 (prev 0@0, entry 1)",
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
            "s1 times out, becomes candidate in term 1, becomes leader of term 1, appends entry 1@1 (no-op), sets commitIndex to 1, applies entry 1 (no-op)",
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
        Assert.Equal($"s1 receives RequestVote of term {term} from s2 (last entry {lastLogIndex}@{lastLogTerm}), {ending}", Last());
        builder.Handle(2, new Receive(new RequestVoteReply(S1, S2, 2, VoteGranted: false)), rules);
        Assert.Equal("s2 receives a refused vote of term 2 from s1, adopts term 2", Last());
    }

    [Fact]
    public void Entries_are_appended()
    {
        Give(1, term: 2, entries: [new(1, new NoOp())], leader: S2);
        builder.Handle(1, new Receive(new AppendEntries(S2, S1, 2, 1, 1, [new(2, new NoOp()), new(2, PutX)], 0)), rules);
        Assert.Equal("s1 receives AppendEntries of term 2 from s2 (prev 1@1, entries 2..3), appends them, answers success up to 3", Last());
        builder.Handle(1, new Receive(new AppendEntries(S2, S1, 2, 2, 2, [new(2, PutX), new(2, PutX)], 0)), rules);
        Assert.Equal(
            "s1 receives AppendEntries of term 2 from s2 (prev 2@2, entries 3..4), appends entry 4@2 (put x=1), answers success up to 4", Last());
    }

    [Fact]
    public void Entries_are_committed_and_applied()
    {
        Give(1, term: 2, entries: [new(1, new NoOp()), new(2, PutX)], leader: S2);
        builder.Handle(1, new Receive(new AppendEntries(S2, S1, 2, 2, 2, NoEntries, 2)), rules);
        Assert.Equal(
            "s1 receives AppendEntries of term 2 from s2 (prev 2@2, no entries, leaderCommit 2), sets commitIndex to 2, applies entries 1..2, "
            + "answers success up to 2",
            Last());
    }

    [Fact]
    public void Conflicting_entries_are_deleted()
    {
        Give(1, term: 2, entries: [new(1, new NoOp()), new(1, PutX), new(1, PutX)]);
        builder.Handle(1, new Receive(new AppendEntries(S2, S1, 2, 1, 1, [new(2, new NoOp())], 0)), rules);
        Assert.Equal(
            "s1 receives AppendEntries of term 2 from s2 (prev 1@1, entry 2), takes s2 for its leader, deletes its entries 2..3, appends it, "
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
        builder.Handle(1, new Receive(new AppendEntries(S2, S1, 2, prevLogIndex, 2, NoEntries, 0)), new Rules(new Options(backTracking)));
        Assert.Equal(
            $"s1 receives AppendEntries of term 2 from s2 (prev {prevLogIndex}@2, no entries), answers refusal at prev {prevLogIndex} ({why})", Last());
    }

    [Fact]
    public void An_append_of_an_older_leader()
    {
        Give(1, term: 5);
        builder.Handle(1, new Receive(new AppendEntries(S2, S1, 2, 0, 0, NoEntries, 0)), rules);
        Assert.Equal("s1 receives AppendEntries of term 2 from s2 (prev 0@0, no entries), answers refusal at prev 0 (term 2 is past)", Last());
    }

    [Fact]
    public void A_leader_sends_and_counts()
    {
        GiveLeader(1, nextIndex: [3, 3, 2], matchIndex: [0, 0, 0]);
        builder.Handle(1, new HeartbeatDue(), rules);
        Assert.Equal(
            "s1 is due for a heartbeat, sends a heartbeat to s2 (prev 2@2, no entries), sends a heartbeat to s3 (prev 1@2, no entries)", Last());
        builder.Handle(1, new Receive(new AppendEntriesReply(S2, S1, 2, Success: true, 2, 2)), rules);
        Assert.Equal(
            "s1 receives success up to 2 of term 2 from s2, sets matchIndex of s2 to 2, sets commitIndex to 2, applies entries 1..2, "
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
            "s1 receives the request c1#4 (put x=1), appends it as entry 3@2, sends AppendEntries to s2 and s3 (prev 2@2, entry 3)", Last());
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
            "s1 receives AppendEntries of term 1 from s2 (prev 0@0, no entries), converts to follower of s2, answers success up to 0", Last());
    }

    [Fact]
    public void Restarts()
    {
        builder.Handle(1, new Restart(PersistentState.FirstBoot), rules);
        Assert.Equal("s1 restarts with an empty disk", Last());
        builder.Handle(1, new Restart(new PersistentState(2, S3, new Log([new(1, new NoOp()), new(2, PutX)]))), rules);
        Assert.Equal("s1 restarts with term 2, its vote for s3 and its log up to 2@2", Last());
        builder.Handle(1, new Restart(new PersistentState(2, null, Log.Empty)), rules);
        Assert.Equal("s1 restarts with term 2, no vote and an empty log", Last());
    }

    [Theory]
    [InlineData(0, 0, false, "crashes before writing its term and vote")]
    [InlineData(1, 0, false, "crashes before writing its term and vote")]
    [InlineData(1, 0, true, "crashes while writing its term and vote, keeping nothing of it (the next record is torn)")]
    [InlineData(1, 1, false, "crashes after writing its term and vote, before sending s2 its vote")]
    [InlineData(2, 0, false, "crashes after writing its term and vote, before sending s2 its vote")]
    [InlineData(3, 0, false, "writes its term and vote, crashes after sending s2 its vote")]
    public void A_crash_at_any_point_of_a_vote(int effectsDone, int recordsKept, bool torn, string ending)
    {
        builder.Handle(1, new Receive(new RequestVote(S2, S1, 1, 0, 0)), rules, new CrashPoint(effectsDone, recordsKept, torn));
        Assert.Equal($"s1 receives RequestVote of term 1 from s2 (empty log), would adopt term 1 and vote for s2, {ending}", Last());
    }

    [Theory]
    [InlineData(1, true, "only its term (the next record is torn)")]
    [InlineData(2, false, "only its term and the deletion from 1 on")]
    public void A_crash_amid_a_write(int recordsKept, bool torn, string kept)
    {
        Give(1, term: 1, entries: [new(1, new NoOp())]);
        var request = new AppendEntries(S2, S1, 2, 0, 0, [new(2, new NoOp()), new(2, PutX)], 0);
        builder.Handle(1, new Receive(request), rules, new CrashPoint(1, recordsKept, torn));
        Assert.Equal(
            "s1 receives AppendEntries of term 2 from s2 (prev 0@0, entries 1..2), would adopt term 2, take s2 for its leader, delete its entry 1 and append them, "
            + $"crashes while writing its term, the deletion from 1 on and entries 1..2, keeping {kept}",
            Last());
    }

    [Fact]
    public void A_crash_between_two_messages()
    {
        builder.Handle(2, new ElectionTimeout(), rules, new CrashPoint(3));
        Assert.Equal(
            "s2 times out, would become candidate in term 1, writes its term and vote, crashes after asking s1 for its vote, before asking s3 for its vote",
            Last());
        builder.Handle(3, new HeartbeatDue(), rules, new CrashPoint(0));
        Assert.Equal("s3 is due for a heartbeat, crashes", Last());
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
        builder.Handle(1, new HeartbeatDue(), before.InTerm(2, S3), [new Send(new AppendEntriesReply(S1, S3, 2, Success: true, 0, 0))]);
        Assert.Equal(
            "s1 is due for a heartbeat, votes for s3 after its vote for s1 in the same term, answers s3 success up to 0", Last());
    }

    [Fact]
    public void The_surroundings()
    {
        var request = new RequestVote(S1, S2, 3, 7, 2);
        Tells("s3 crashes", new Crashed(S3));
        Tells("s3 stands still, with its memory", new Paused(S3));
        Tells("s3 runs again", new Resumed(S3));
        Tells("the network loses RequestVote of term 3 from s1 to s2 (last entry 7@2), sent at #5", new Lost(request, 5));
        Tells("the network doubles a vote of term 3 from s2 to s1, sent at #6", new Doubled(new RequestVoteReply(S2, S1, 3, true), 6));
        Tells("a partition cuts s1 off from s2 and s3", new Partitioned(ServerSet.Of(S1), ServerSet.Of(S2, S3), BothWays: true));
        Tells(
            "a partition cuts the way from s1 and s2 to s3, but not the way back",
            new Partitioned(ServerSet.Of(S1, S2), ServerSet.Of(S3), BothWays: false));
        Tells("the partition heals, all links work again", new Healed());
        Tells("from now on there are no more faults", new FaultsOver());
    }

    [Fact]
    public void The_clients()
    {
        Tells("c1 sends s2 the request c1#4 (append x+y)", new Called(Request, S2, new Append("x", "y")));
        Tells("c1 sends s2 the request c1#4 (cas x:none->y)", new Called(Request, S2, new CompareAndSet("x", null, "y")));
        Tells("the request c1#4 does not reach s2", new RequestLost(Request, S2));
        Tells("c1 gets the answer to c1#4 (ok, no value)", new Returned(Request, new Applied(new Result(true, null))));
        Tells("c1 gets the answer to c1#4 (failed, value 2)", new Returned(Request, new Applied(new Result(false, "2"))));
        Tells("c1 gets the answer to c1#4 (not the leader, s2 is)", new Returned(Request, new NotLeader(S2)));
        Tells("c1 waits no longer for the answer to c1#4", new GaveUp(Request));
    }

    [Fact]
    public void A_story_ends_with_the_property_that_fell_and_its_facts()
    {
        var violation = new Violation("Election Safety", "s1 and s2 both lead term 3", [new Fact(1, "s1 leads"), new Fact(2, "s2 leads")]);
        var trace = builder.Then(new Crashed(S3)).Then(new Healed()).BuildFailed(violation);
        Assert.Equal(
            [
                "#1 s3 crashes",
                "#2 the partition heals, all links work again",
                "Election Safety fell: s1 and s2 both lead term 3",
                "  #1 s1 leads",
                "  #2 s2 leads",
            ],
            Narration.Story(trace));
        Assert.Equal(["No property fell."], Narration.Story(new TraceBuilder().Build()));
    }

    /// <summary>Nothing that the rules do is passed over in silence, and a change of state is never called nothing.</summary>
    [Fact]
    public void Runs_of_the_rules_are_told_line_by_line()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            foreach (var handled in RandomRuns.Run(seed).Happenings.Items.OfType<Handled>())
            {
                var told = Narration.Tell(handled);
                var tellsNothing = told.EndsWith("ignores it", StringComparison.Ordinal) || told.EndsWith("does nothing", StringComparison.Ordinal);
                Assert.DoesNotContain('\n', told);
                Assert.DoesNotContain("{", told, StringComparison.Ordinal);
                Assert.True(!tellsNothing || handled.Before == handled.After, told);
            }
        }
    }

    private static void Tells(string sentence, Happening happening) => Assert.Equal(sentence, Narration.Tell(happening));

    private static Message MessageTo(ServerId to, Step step) =>
        step.Effects.Items.OfType<Send>().Select(send => send.Message).First(message => message.To == to);

    private string Last() => Last(builder);

    private static string Last(TraceBuilder told) => Narration.Tell(told.Build().Happenings[^1]);

    private void Give(int server, long term, ServerId? votedFor = null, Sequence<Entry> entries = default, ServerId? leader = null)
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
