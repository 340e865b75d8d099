using Raft.Core.Protocol;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>Traces and stories of pre-votes, leaders that check whom they hear, and transfers of leadership.</summary>
public class LeadershipTraceTests
{
    private static readonly ServerId S1 = new(1);
    private static readonly ServerId S2 = new(2);
    private static readonly ServerId S3 = new(3);
    private static readonly Rules Rules = new(new Options(NoOpAtElection: false) { PreVote = true, CheckQuorum = true });

    private readonly TraceBuilder builder = new();
    private readonly List<Message> network = [];

    /// <summary>A run with all that the chapter adds to a trace.</summary>
    public static Trace Sample => new LeadershipTraceTests().BuildSample();

    [Fact]
    public void What_the_chapter_adds_is_written_and_read_again_and_the_schema_knows_it()
    {
        var trace = Sample;
        TraceSchema.AssertHolds(trace);
        Assert.True(trace.Equals(TraceFile.Read(TraceFile.BytesOf(trace))), "another trace was read than was written");
        var lines = string.Join('\n', TraceFile.LinesOf(trace));
        string[] added =
        [
            "\"checkQuorum\":true", "\"preVote\":true", "\"type\":\"preVote\"", "\"type\":\"preVoteReply\"", "\"type\":\"preCandidate\"",
            "\"type\":\"timeoutNow\"", "\"type\":\"transferLeadership\"", "\"isTransfer\":true", "\"heardFrom\":", "\"transferTo\":\"s2\"",
        ];
        Assert.All(added, part => Assert.Contains(part, lines, StringComparison.Ordinal));
    }

    [Fact]
    public void A_pre_vote_is_told()
    {
        Assert.Equal(
            "s1 times out, becomes pre-candidate for term 1, asks s2 and s3 whether they would vote for it in term 1",
            Give(1, new ElectionTimeout()));
        Assert.Equal(
            "s2 receives PreVote of term 0 from s1 (for term 1, empty log), answers that it would vote for s1", Arrive(1, 2));
        Assert.Equal(
            "s1 receives a pre-vote of term 0 from s2 (for term 1), becomes candidate in term 1, asks s2 and s3 for their votes",
            Arrive(2, 1));
    }

    [Fact]
    public void A_refused_pre_vote_is_told_with_its_reason()
    {
        LetS1Lead();
        Assert.Equal(
            "s3 receives PreVote of term 1 from s2 (for term 2, empty log), answers that it would not vote for s2 (it hears a leader)",
            Give(3, new Receive(new PreVote(S2, S3, 1, 0, 0))));
        Assert.EndsWith(
            "would not vote for s2 (it is in term 1 already)", Give(3, new Receive(new PreVote(S2, S3, 0, 0, 0))));
        builder.Handle(2, new HeartbeatDue(), builder[2].WithLog(new Log([new Entry(1, new NoOp())])) with { Role = new Follower() }, []);
        Assert.EndsWith(
            "answers that it would not vote for s3 (its own last entry is 1@1)", Give(2, new Receive(new PreVote(S3, S2, 1, 0, 0))));
        Assert.Equal(
            "s3 receives a refused pre-vote of term 1 from s2 (for term 2), ignores it",
            Give(3, new Receive(new PreVoteReply(S2, S3, 1, 2, VoteGranted: false))));
    }

    [Fact]
    public void Votes_before_the_vote_are_counted()
    {
        var five = new TraceBuilder(5);
        five.Handle(1, new ElectionTimeout(), Rules);
        five.Handle(1, new Receive(new PreVoteReply(S3, S1, 0, 1, VoteGranted: true)), Rules);
        Assert.EndsWith("(for term 1), counts the pre-votes of s1 and s3", Last(five));
    }

    [Fact]
    public void A_leader_that_checks_whom_it_hears_is_told()
    {
        LetS1Lead();
        Assert.EndsWith("success up to 0 of term 1 from s3, hears s3", Give(1, new Receive(Answer(S3))));
        Assert.Equal("s1 times out, begins to listen anew", Give(1, new ElectionTimeout()));
        Assert.Equal("s1 times out, converts to follower", Give(1, new ElectionTimeout()));
    }

    [Fact]
    public void A_transfer_is_told()
    {
        LetS1Lead();
        Assert.Equal(
            "s1 is ordered to hand over its leadership to s2, begins to hand over its leadership to s2, orders s2 to stand for "
                + "election at once",
            Give(1, new TransferLeadership(S2)));
        Assert.Equal(
            "s2 receives TimeoutNow of term 1 from s1, becomes candidate in term 2, asks s1 and s3 for their votes", Arrive(1, 2));
        Assert.Equal(
            "s1 receives RequestVote of term 2 from s2 (empty log, at its leader's order), adopts term 2, converts to follower, "
                + "votes for s2, sends s2 its vote",
            Arrive(2, 1));
    }

    [Fact]
    public void A_transfer_that_comes_to_nothing_is_told()
    {
        LetS1Lead();
        Give(1, new TransferLeadership(S2));
        Give(1, new Receive(Answer(S3)));
        Assert.Equal(
            "s1 times out, begins to listen anew, gives up to hand over its leadership to s2", Give(1, new ElectionTimeout()));
    }

    private Trace BuildSample()
    {
        LetS1Lead();
        Give(1, new TransferLeadership(S2));
        Arrive(1, 2);
        Arrive(2, 1);
        return builder.Build(TraceBuilder.Header with { Options = Rules.Options });
    }

    /// <summary>s2 votes, and all hear the new leader; s2 answers.</summary>
    private void LetS1Lead()
    {
        Give(1, new ElectionTimeout());
        Arrive(1, 2);
        Arrive(2, 1);
        network.RemoveAll(message => message is PreVote);
        Arrive(1, 2);
        Arrive(2, 1);
        network.RemoveAll(message => message is RequestVote);
        Arrive(1, 3);
        Arrive(1, 2);
        Arrive(2, 1);
        network.Clear();
    }

    private static AppendEntriesReply Answer(ServerId from) => new(from, S1, 1, Success: true, 0, 0);

    /// <summary>The oldest message between two servers arrives.</summary>
    private string Arrive(int from, int to)
    {
        var message = network.First(message => message.From.Number == from && message.To.Number == to);
        network.Remove(message);
        return Give(to, new Receive(message));
    }

    private string Give(int server, Input input)
    {
        var step = builder.Handle(server, input, Rules);
        network.AddRange(step.Effects.Items.OfType<Send>().Select(send => send.Message));
        return Last(builder);
    }

    private static string Last(TraceBuilder built) => Narration.Tell(built.Build().Happenings[^1]);
}
