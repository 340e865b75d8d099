using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;
using static Raft.Tests.Protocol.GivenSnapshots;

namespace Raft.Tests.Protocol;

/// <summary>"Leaders must occasionally send snapshots to followers that lag behind" (section 7).</summary>
public class InstallSnapshotSenderTests
{
    private static readonly Snapshot Abc = Snapshot(3, 2, "a", "b", "c");
    private static readonly Options Chunks = new() { SnapshotChunk = 2 };

    private static ServerState Leading(long nextIndexOfS2, long matchIndexOfS2 = 0) =>
        Leader(term: 2, log: Log(1, 1, 2, 2)).Has(Abc).WithProgress([1, nextIndexOfS2, 5], [0, matchIndexOfS2, 4]);

    [Fact]
    public void A_follower_that_needs_what_was_discarded_is_sent_the_snapshot()
    {
        var sent = Leading(nextIndexOfS2: 3).Handles(new HeartbeatDue()).Sent();
        Assert.Equal(new InstallSnapshot(S1, S2, 2, Abc, 0, Done: true), sent[0]);
        Assert.Equal(new AppendEntries(S1, S3, 2, 4, 2, [], 3), sent[1]);
    }

    [Fact]
    public void A_follower_that_needs_the_first_entry_that_was_kept_is_sent_entries() =>
        Assert.Equal(
            new AppendEntries(S1, S2, 2, 3, 2, Entries(4, 2), 3),
            Leading(nextIndexOfS2: 4).Handles(new HeartbeatDue(), new Options(EmptyHeartbeats: false)).Sent()[0]);

    [Fact]
    public void A_snapshot_is_cut_into_chunks_sessions_last()
    {
        var sessions = new Sessions([new Session(1, 1, new Result(true, "1"))]);
        var snapshot = Abc with { Sessions = sessions };
        Assert.Equal(4, snapshot.Size);
        Assert.Equal(Snapshot(3, 2, "a", "b"), snapshot.Chunk(0, 2));
        Assert.Equal(Snapshot(3, 2, "c") with { Sessions = sessions }, snapshot.Chunk(2, 2));
        Assert.Equal(Snapshot(3, 2) with { Sessions = sessions }, snapshot.Chunk(3, 2));
        Assert.Equal(snapshot, snapshot.Chunk(0, 2).With(snapshot.Chunk(2, 2)));
        Assert.Equal(snapshot.Chunk(0, 4), snapshot);
    }

    [Fact]
    public void The_first_chunk_comes_first_and_is_not_the_last() =>
        Assert.Equal(
            new InstallSnapshot(S1, S2, 2, Snapshot(3, 2, "a", "b"), 0, Done: false),
            Leading(nextIndexOfS2: 1).Handles(new HeartbeatDue(), Chunks).Sent()[0]);

    [Fact]
    public void A_follower_that_has_a_chunk_is_sent_the_next()
    {
        var step = Leading(1).Receives(new InstallSnapshotReply(S2, S1, 2, 3, Received: 2, Done: false), Chunks);
        Assert.Equal([new InstallSnapshot(S1, S2, 2, Snapshot(3, 2, "c"), 2, Done: true)], step.Sent());
    }

    [Fact]
    public void One_that_speaks_of_an_earlier_snapshot_is_sent_this_one_from_the_beginning()
    {
        var step = Leading(1).Receives(new InstallSnapshotReply(S2, S1, 2, 2, Received: 2, Done: false), Chunks);
        Assert.Equal([new InstallSnapshot(S1, S2, 2, Snapshot(3, 2, "a", "b"), 0, Done: false)], step.Sent());
    }

    [Fact]
    public void One_that_does_not_need_it_any_more_is_sent_nothing() =>
        Leading(4).Receives(new InstallSnapshotReply(S2, S1, 2, 3, Received: 2, Done: false)).ShouldLeave(Leading(4));

    [Fact]
    public void One_that_has_all_of_it_goes_on_with_the_entries_that_follow()
    {
        var step = Leading(1).Receives(new InstallSnapshotReply(S2, S1, 2, 3, Received: 0, Done: true));
        var leader = Assert.IsType<Leader>(step.State.Role);
        Assert.Equal((4L, 3L), (leader.NextIndex[S2], leader.MatchIndex[S2]));
        Assert.Equal([new AppendEntries(S1, S2, 2, 3, 2, Entries(4, 2), 4)], step.Sent());
    }

    [Fact]
    public void Who_leads_no_more_does_nothing_with_a_reply()
    {
        var follower = Follower(term: 2).Has(Abc);
        follower.Receives(new InstallSnapshotReply(S2, S1, 2, 3, Received: 2, Done: true)).ShouldLeave(follower);
    }

    [Fact]
    public void A_server_that_lost_its_snapshot_sends_nothing()
    {
        var leader = Leader(term: 2, log: Log(1, 1).DiscardUpTo(2, 1), nextIndex: [1, 1, 1]);
        Assert.Empty(leader.Handles(new HeartbeatDue()).Sent());
        leader.Receives(new InstallSnapshotReply(S2, S1, 2, 3, Received: 2, Done: false)).ShouldLeave(leader);
    }
}
