using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;
using static Raft.Tests.Protocol.GivenSnapshots;

namespace Raft.Tests.Protocol;

/// <summary>Figure 13, receiver implementation.</summary>
public class InstallSnapshotReceiverTests
{
    private static readonly Snapshot Abc = Snapshot(3, 2, "a", "b", "c");
    private static readonly Snapshot OtherAbc = Snapshot(4, 2, "a", "b", "c");
    private static readonly ServerState Behind = Follower(term: 3, log: Log(1), leader: S2);

    [Fact]
    public void Rule_1_an_older_term_is_refused()
    {
        var server = Follower(term: 4);
        server.Receives(Install(Abc)).ShouldBe(server, new Send(new InstallSnapshotReply(S1, S2, 4, 3, 0, Done: false)));
    }

    [Fact]
    public void Rules_5_7_and_8_a_snapshot_takes_the_place_of_a_log_that_ends_before_it() =>
        Behind.Receives(Install(Abc)).ShouldBe(
            Behind.Has(Abc),
            new ResetElectionTimer(),
            new Persist([new SaveSnapshot(Abc), new DiscardUpTo(3, 2)]),
            new Send(Done(Abc)));

    [Fact]
    public void Rule_7_a_log_with_another_entry_there_is_discarded()
    {
        var step = Follower(term: 3, log: Log(1, 1, 1, 1)).Receives(Install(Abc));
        Assert.Equal(new Log([]) { PrevIndex = 3, PrevTerm = 2 }, step.State.Log);
    }

    [Fact]
    public void Rule_6_entries_that_follow_the_last_included_one_are_retained()
    {
        var step = Follower(term: 3, log: Log(1, 1, 2, 2)).Receives(Install(Abc));
        Assert.Equal(Log(1, 1, 2, 2).DiscardUpTo(3, 2), step.State.Log);
        Assert.Equal((3L, 3L, Abc.StateMachine), (step.State.CommitIndex, step.State.LastApplied, step.State.StateMachine));
    }

    [Fact]
    public void Rule_6_those_that_are_kept_behind_a_snapshot_are_retained_too()
    {
        var step = Follower(term: 3, log: Log(1, 1, 2, 2)).Receives(Install(Abc), new Options { KeptBehindSnapshot = 1 });
        Assert.Equal(Log(1, 1, 2, 2).DiscardUpTo(2, 1), step.State.Log);
    }

    [Fact]
    public void A_snapshot_of_what_is_committed_already_changes_nothing()
    {
        var server = Follower(term: 3, log: Log(1, 1, 2, 2), leader: S2).Committed(3);
        server.Receives(Install(Abc)).ShouldBe(server, new ResetElectionTimer(), new Send(Done(Abc)));
    }

    [Fact]
    public void Its_sender_is_the_leader()
    {
        var step = Candidate(term: 3).Receives(Install(Abc, done: false));
        Assert.Equal(new Follower(S2), step.State.Role);
        Assert.Single(step.All<ResetElectionTimer>());
    }

    [Fact]
    public void Rules_2_to_4_chunks_are_gathered_until_the_last()
    {
        var first = Behind.Receives(Install(Abc.Chunk(0, 2), done: false));
        first.ShouldBe(
            Behind with { PartialSnapshot = new PartialSnapshot(3, Abc.Chunk(0, 2)) },
            new ResetElectionTimer(),
            new Send(new InstallSnapshotReply(S1, S2, 3, 3, Received: 2, Done: false)));
        Assert.Equal(Behind.Has(Abc), first.State.Receives(Install(Abc.Chunk(2, 2), offset: 2)).State);
    }

    [Fact]
    public void A_chunk_that_comes_twice_counts_once()
    {
        var first = Behind.After(Install(Abc.Chunk(0, 1), done: false));
        first.Receives(Install(Abc.Chunk(0, 1), done: false)).ShouldBe(
            first, new ResetElectionTimer(), new Send(new InstallSnapshotReply(S1, S2, 3, 3, Received: 1, Done: false)));
    }

    [Fact]
    public void A_chunk_whose_predecessor_was_lost_is_not_taken()
    {
        var first = Behind.After(Install(Abc.Chunk(0, 1), done: false));
        first.Receives(Install(Abc.Chunk(2, 1), offset: 2)).ShouldBe(
            first, new ResetElectionTimer(), new Send(new InstallSnapshotReply(S1, S2, 3, 3, Received: 1, Done: false)));
    }

    [Fact]
    public void After_a_crash_all_chunks_are_needed_again()
    {
        var first = Behind.After(Install(Abc.Chunk(0, 2), done: false));
        var restarted = first.Handles(new Restart(first.Persistent)).State;
        var step = restarted.Receives(Install(Abc.Chunk(2, 2), offset: 2));
        Assert.Equal([new InstallSnapshotReply(S1, S2, 3, 3, Received: 0, Done: false)], step.Sent());
        Assert.Null(step.State.Snapshot);
    }

    [Fact]
    public void Rule_5_a_later_snapshot_takes_the_place_of_a_partial_one()
    {
        var step = Behind.After(Install(Abc.Chunk(0, 2), done: false)).Receives(Install(OtherAbc.Chunk(0, 1), done: false));
        Assert.Equal(new PartialSnapshot(3, OtherAbc.Chunk(0, 1)), step.State.PartialSnapshot);
    }

    [Fact]
    public void Chunks_of_two_snapshots_are_not_mixed()
    {
        var first = Behind.After(Install(OtherAbc.Chunk(0, 2), done: false));
        first.Receives(Install(Abc.Chunk(2, 2), offset: 2)).ShouldBe(
            first, new ResetElectionTimer(), new Send(new InstallSnapshotReply(S1, S2, 3, 3, Received: 0, Done: false)));
    }

    [Fact]
    public void Chunks_of_two_leaders_are_not_mixed()
    {
        var first = Behind.After(Install(Abc.Chunk(0, 2), done: false));
        var step = first.Receives(Install(Abc.Chunk(2, 2), term: 4, offset: 2));
        Assert.Equal(new PartialSnapshot(4, Abc.Emptied()), step.State.PartialSnapshot);
        Assert.Null(step.State.Snapshot);
    }

    [Fact]
    public void Entries_that_were_discarded_match_and_are_skipped()
    {
        var server = Follower(term: 3, log: Log(1, 1, 2, 2)).Has(Abc);
        var step = server.Receives(new AppendEntries(S2, S1, 3, 1, 1, Entries(2, 1, 2, 3), 0));
        Assert.Equal(Log(1, 1, 2, 3).DiscardUpTo(3, 2), step.State.Log);
        Assert.Equal(4, Assert.IsType<AppendEntriesReply>(step.Sent().Single()).MatchIndex);
    }

    [Fact]
    public void A_conflict_is_told_only_as_far_as_the_log_is_kept()
    {
        var server = Follower(term: 3, log: Log(1, 2, 2, 2)).Has(Snapshot(3, 2));
        var step = server.Receives(
            new AppendEntries(S2, S1, 3, 4, 3, [], 0), new Options(BackTracking.ByConflictTerm));
        Assert.Equal(new Conflict(2, 4), Assert.IsType<AppendEntriesReply>(step.Sent().Single()).Conflict);
    }

    private static InstallSnapshotReply Done(Snapshot snapshot) =>
        new(S1, S2, 3, snapshot.LastIncludedIndex, Received: 0, Done: true);
}
