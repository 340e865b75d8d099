using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Writes in parallel (section 10.2.1 of the dissertation), refused writes and corrupt records.</summary>
public class DisksTests
{
    private static readonly Options Parallel = new(NoOpAtElection: false) { ParallelWrites = true };

    [Fact]
    public void A_leader_sends_its_entries_before_they_are_on_its_disk()
    {
        var step = Leading(durable: 1).Handles(new ClientRequest(Request(1), new Put("x", "1")), Parallel);
        Assert.IsType<BeginWrite>(step.Effects[0]);
        Assert.Equal(new BeginWrite(2, step.State.Log.From(2)), step.Effects[0]);
        Assert.Equal(2, step.Sent().Length);
    }

    [Fact]
    public void Terms_and_votes_are_on_disk_first_also_of_a_candidate_that_is_elected_at_once()
    {
        var step = Follower(servers: 1).Handles(new ElectionTimeout(), Parallel with { NoOpAtElection = true });
        Assert.Equal(new Persist([new TermAndVote(2, S1)]), step.Effects[1]);
        Assert.Equal(new BeginWrite(1, [NoOp(2)]), step.Effects[2]);
        Assert.Equal(0, step.State.CommitIndex);
    }

    [Fact]
    public void What_is_written_over_a_corrupt_record_takes_its_place_and_nothing_else_does()
    {
        var corrupt = new PersistentState(1, S1, Log(1, 1, 1)) { CorruptAt = 2 };
        Assert.Null(corrupt.With(new AppendAt(2, Entries(2, 2))).CorruptAt);
        Assert.Null(corrupt.With(new TruncateFrom(2)).CorruptAt);
        Assert.Equal(2, corrupt.With(new AppendAt(3, Entries(3, 2))).CorruptAt);
        Assert.Equal(2, corrupt.With(new TermAndVote(2, null)).CorruptAt);
        Assert.Equal(2, corrupt.With(new SaveSnapshot(GivenSnapshots.Snapshot(1, 1))).CorruptAt);
    }

    [Fact]
    public void A_follower_waits_for_its_disk() => Assert.Contains(
        new Persist([new AppendAt(1, Entries(1, 1))]),
        Follower().Receives(new AppendEntries(S2, S1, 1, 0, 0, Entries(1, 1), 0), Parallel).Effects);

    [Fact]
    public void A_leader_counts_itself_only_for_what_is_on_its_disk()
    {
        var step = Leading(durable: 0).Receives(Success(S2), Parallel);
        Assert.Equal(0, step.State.CommitIndex);
        Assert.Equal(1, step.State.Handles(new Written(1, 1), Parallel).State.CommitIndex);
    }

    [Fact]
    public void The_leader_may_even_commit_an_entry_before_it_has_been_written_to_its_own_disk() =>
        Assert.Equal(1, Leading(durable: 0).Receives(Success(S2), Parallel).State.Receives(Success(S3), Parallel).State.CommitIndex);

    [Fact]
    public void All_that_a_new_leader_has_is_on_its_disk()
    {
        var step = Candidate(term: 2, log: Log(1, 1)).Receives(new RequestVoteReply(S2, S1, 2, VoteGranted: true), Parallel);
        Assert.Equal(2, ((Leader)step.State.Role).Durable);
    }

    [Fact]
    public void The_end_of_an_old_write_says_nothing_of_another_entry_at_its_index()
    {
        var leader = Leader(term: 3, log: Log(1, 3));
        leader.Handles(new Written(2, 2), Parallel).ShouldLeave(leader);
        leader.Handles(new Written(3, 3), Parallel).ShouldLeave(leader);
    }

    [Fact]
    public void Who_does_not_lead_any_more_need_not_know_what_is_written() =>
        Follower(log: Log(1)).Handles(new Written(1, 1), Parallel).ShouldLeave(Follower(log: Log(1)));

    [Fact]
    public void A_write_that_ends_late_takes_nothing_back() =>
        Assert.Equal(2, ((Leader)Leader(log: Log(1, 1)).WithDurable(2).Handles(new Written(1, 1), Parallel).State.Role).Durable);

    [Fact]
    public void A_server_stops_at_a_refused_write() => Assert.True(new Rules(new Options()).StopsAtRefusedWrite);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_server_that_finds_a_corrupt_record_refuses_to_serve(long index)
    {
        var durable = new PersistentState(2, S2, Log(1, 2)) { CorruptAt = index };
        var refusing = ServerState.AtStart(S1, ServerSet.FirstServers(3), durable) with { Role = new Refusing() };
        Follower().Handles(new Restart(durable)).ShouldBe(refusing);
        Input[] inputs =
        [
            new ElectionTimeout(), new HeartbeatDue(), new ClientRequest(Request(1), new Get("x")), new Written(1, 1),
            new Receive(new RequestVote(S2, S1, 9, 9, 9)), new Receive(new AppendEntries(S2, S1, 9, 0, 0, [], 0)),
        ];
        Assert.All(inputs, input => refusing.Handles(input).ShouldLeave(refusing));
        Assert.IsType<Follower>(refusing.Handles(new Restart(durable with { CorruptAt = null })).State.Role);
    }

    [Fact]
    public void What_is_written_over_a_corrupt_record_takes_its_place()
    {
        var vote = new PersistentState(2, S2, Log(1, 2)) { CorruptAt = 0 };
        var entry = vote with { CorruptAt = 2 };
        Assert.Null(vote.With(new TermAndVote(3, null)).CorruptAt);
        Assert.Equal(2, entry.With(new TermAndVote(3, null)).CorruptAt);
        Assert.Null(entry.With(new TruncateFrom(2)).CorruptAt);
        Assert.Equal(2, entry.With(new TruncateFrom(3)).CorruptAt);
        Assert.Null(entry.With(new AppendAt(1, Entries(1, 1))).CorruptAt);
        Assert.Equal(2, entry.With(new AppendAt(3, Entries(3, 2))).CorruptAt);
        Assert.Throws<ArgumentException>(() => entry.With(new Unknown()));
    }

    private static ServerState Leading(long durable) => Leader(log: Log(1), nextIndex: [2, 2, 2]).WithDurable(durable);

    private static AppendEntriesReply Success(ServerId from) => new(from, S1, 1, Success: true, 0, 1);

    private sealed record Unknown : DiskRecord;
}

/// <summary>Leaders whose disk is behind.</summary>
internal static class DurableLeaders
{
    public static ServerState WithDurable(this ServerState state, long durable) =>
        state with { Role = (Leader)state.Role with { Durable = durable } };
}
