using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;
using static Raft.Tests.Protocol.GivenSnapshots;

namespace Raft.Tests.Protocol;

/// <summary>"Each server takes snapshots independently, covering just the committed entries in its log" (section 7).</summary>
public class TakeSnapshotTests
{
    private static readonly ServerState Server = Follower(term: 2, log: Log(1, 1, 2, 2), leader: S2).Committed(3);

    [Fact]
    public void A_snapshot_holds_what_was_applied_and_the_log_goes_on_after_it()
    {
        var snapshot = new Snapshot(3, 2, Three, Server.StateMachine, default);
        Server.Handles(new TakeSnapshot()).ShouldBe(
            Server.WithSnapshot(snapshot).WithLog(Log(1, 1, 2, 2).DiscardUpTo(3, 2)),
            new Persist([new SaveSnapshot(snapshot), new DiscardUpTo(3, 2)]));
    }

    [Fact]
    public void Some_entries_stay_behind_it_for_slow_followers()
    {
        var step = Server.Handles(new TakeSnapshot(), new Options { KeptBehindSnapshot = 2 });
        Assert.Equal(Log(1, 1, 2, 2).DiscardUpTo(1, 1), step.State.Log);
        Assert.Equal(new DiscardUpTo(1, 1), step.All<Persist>().Single().Records[1]);
    }

    [Fact]
    public void The_whole_log_may_stay_behind_it()
    {
        var step = Server.Handles(new TakeSnapshot(), new Options { KeptBehindSnapshot = 3 });
        Assert.Equal(Server.Log, step.State.Log);
        Assert.Equal(3, step.State.Snapshot?.LastIncludedIndex);
    }

    [Fact]
    public void The_sessions_of_clients_are_in_it()
    {
        var sessions = new Sessions([new Session(1, 4, new Result(true, "x"))]);
        var step = (Server with { Sessions = sessions }).Handles(new TakeSnapshot());
        Assert.Equal(sessions, step.State.Snapshot?.Sessions);
    }

    [Fact]
    public void With_nothing_new_applied_none_is_taken()
    {
        Follower(log: Log(1)).Handles(new TakeSnapshot()).ShouldLeave(Follower(log: Log(1)));
        var taken = Server.Handles(new TakeSnapshot()).State;
        taken.Handles(new TakeSnapshot()).ShouldLeave(taken);
    }

    [Fact]
    public void The_order_is_for_whoever_has_applied_something_since()
    {
        Assert.True(new TakeSnapshot().IsFor(Server));
        Assert.False(new TakeSnapshot().IsFor(Server.Handles(new TakeSnapshot()).State));
        Assert.False(new TakeSnapshot().IsFor(Follower()));
        Assert.Equal(new TakeSnapshot(), new TakeSnapshot().Rename(_ => null));
    }

    [Fact]
    public void A_server_restarts_from_its_snapshot()
    {
        var before = Server.Handles(new TakeSnapshot()).State;
        var after = before.Handles(new Restart(before.Persistent));
        after.ShouldBe(before with { Role = new Follower() }, new ResetElectionTimer());
    }

    [Fact]
    public void A_restart_discards_what_a_crash_left_of_the_log()
    {
        var disk = Server.Persistent with { Snapshot = Snapshot(3, 2, "a") };
        var step = Follower().Handles(new Restart(disk));
        Assert.Equal(Log(1, 1, 2, 2).DiscardUpTo(3, 2), step.State.Log);
        Assert.Equal([new Persist([new DiscardUpTo(3, 2)])], step.All<Persist>());
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(3, 1)]
    public void A_restart_drops_a_log_that_a_snapshot_does_not_go_on_to(long index, long term)
    {
        var disk = Server.Persistent with { Snapshot = Snapshot(index, term, "a") };
        var step = Follower().Handles(new Restart(disk));
        Assert.Equal(new Log([]) { PrevIndex = index, PrevTerm = term }, step.State.Log);
        Assert.Equal((index, index, 1), (step.State.CommitIndex, step.State.LastApplied, step.State.StateMachine.Count));
    }
}
