using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class DiskPropertiesTests
{
    private const string Served = "Corrupt Never Served";
    private static readonly Log One = LogOf("1:a");
    private static readonly ServerState Corrupt = With(new PersistentState(1, null, LogOf("1:a", "1:b")) { CorruptAt = 1 });
    private static readonly RequestVoteReply Vote = new(S1, S2, 1, VoteGranted: true);

    [Fact]
    public void Corrupt_Never_Served_holds_for_a_server_that_is_silent_until_it_is_mended() => AssertHolds(
        Served,
        3,
        new Corrupted(S1, 1),
        Restarting(Corrupt),
        Step(Corrupt, Corrupt),
        Step(Follower(S2, 1), Follower(S2, 1), new Send(Vote)),
        new Crashed(S1),
        Restarting(Corrupt),
        new Repaired(S1),
        Restarting(Follower(S1, 1)),
        Step(Follower(S1, 1), Follower(S1, 1), new Send(Vote)));

    [Fact]
    public void Corrupt_Never_Served_falls_when_it_votes_or_answers()
    {
        AssertFalls(
            Served, 2, 2, "s1 found a corrupt record, and serves", Restarting(Corrupt), Step(Corrupt, Corrupt, new Send(Vote)));
        var answer = new Reply(new RequestId(new ClientId(1), 1), new NotLeader(null));
        AssertFalls(Served, 2, 2, "s1 found a corrupt record, and serves", Restarting(Corrupt), Step(Corrupt, Corrupt, answer));
    }

    [Fact]
    public void Corrupt_Never_Served_falls_when_it_dropped_the_record_and_came_back_once_more() => AssertFalls(
        Served,
        4,
        3,
        "s1 found a corrupt record, and serves",
        Restarting(Corrupt),
        new Crashed(S1),
        Restarting(Follower(S1, 1)),
        Step(Follower(S1, 1), Follower(S1, 1), new Send(Vote)));

    [Fact]
    public void A_write_that_was_begun_is_on_disk_when_it_is_done_or_when_one_that_comes_later_is()
    {
        var history = new History(Three);
        history.Observe(1, Step(Follower(S1, 1), Follower(S1, 1), new BeginWrite(1, One.Entries)));
        Assert.Equal(Log.Empty, history.Durable(S1).Log);
        history.Observe(2, Handling(new Written(1, 1), Follower(S1, 1), Follower(S1, 1)));
        Assert.Equal(One, history.Durable(S1).Log);
        history.Observe(3, Step(Follower(S1, 1), Follower(S1, 1), new BeginWrite(2, One.Entries)));
        history.Observe(4, Step(Follower(S1, 1), Follower(S1, 2), new Persist([new TermAndVote(2, null)])));
        Assert.Equal(2, history.Durable(S1).Log.LastIndex);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_crash_keeps_the_first_of_the_writes_that_were_begun(int kept)
    {
        var writes = Step(Follower(S1, 1), Follower(S1, 1), new BeginWrite(1, One.Entries), new BeginWrite(2, One.Entries));
        var idle = new History(Three);
        idle.Observe(1, writes);
        idle.Observe(2, new Crashed(S1, kept));
        var amid = new History(Three);
        amid.Observe(1, writes with { Crash = new CrashPoint(2, WritesKept: kept) });
        Assert.Equal(kept, idle.Durable(S1).Log.LastIndex);
        Assert.Equal(kept, amid.Durable(S1).Log.LastIndex);
    }

    [Fact]
    public void A_refused_write_is_not_on_disk_and_a_server_that_goes_on_is_caught_at_its_word()
    {
        var after = Follower(S1, 1, votedFor: S2);
        var step = Step(Follower(S1, 0), after, Disk(1, S2, Log.Empty), new Send(Vote)) with { Refused = true };
        AssertFalls("Durable Before Reply", 1, 1, "s1 told s2 of term 1, which was not on its disk", step);
        AssertHolds("Durable Before Reply", 0, step with { Crash = new CrashPoint(0) });
    }

    [Fact]
    public void A_leader_that_writes_in_parallel_may_send_what_is_not_on_its_disk_yet_but_not_its_term()
    {
        var options = new Options { ParallelWrites = true };
        var leader = Leader(S1, 1, One);
        var append = new Send(new AppendEntries(S1, S2, 1, 0, 0, One.Entries, 0));
        var writing = Writing(Candidate(S1, 1));
        AssertHolds("Durable Before Reply", 1, options, writing, Step(Leader(S1, 1), leader, new BeginWrite(1, One.Entries), append));
        AssertFalls(
            "Durable Before Reply", 1, "s1 told s2 of term 1, which was not on its disk", options,
            Step(Leader(S1, 1), leader, new BeginWrite(1, One.Entries), append));
    }

    [Fact]
    public void A_server_that_refuses_to_serve_does_not_count_as_up()
    {
        var history = new History(Three);
        history.Observe(1, Restarting(Corrupt));
        Assert.Equal(ServerSet.Of(S2, S3), history.Up);
        history.Observe(2, new Corrupted(S2, 1));
        Assert.Equal(1, history.Durable(S2).CorruptAt);
        history.Observe(3, new Repaired(S2));
        Assert.Null(history.Durable(S2).CorruptAt);
    }

    private static ServerState With(PersistentState durable) =>
        ServerState.AtStart(S1, Three, durable) with { Role = new Refusing() };
}
