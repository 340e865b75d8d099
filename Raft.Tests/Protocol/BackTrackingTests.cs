using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>
/// Figure 2, Leaders: "If AppendEntries fails because of log inconsistency: decrement nextIndex and retry (section 5.3)"; and the
/// protocol at the end of section 5.3, which bypasses all of the conflicting entries in a term.
/// </summary>
public class BackTrackingTests
{
    private static readonly Options ByConflictTerm = new(BackTracking.ByConflictTerm);
    private static readonly ServerState LeaderOfTerm4 = Leader(term: 4, log: Log(1, 1, 3, 4), nextIndex: [1, 5, 4]);

    /// <summary>S3 has no entry like the one before its nextIndex.</summary>
    private static readonly AppendEntriesReply Refusal = new(S3, S1, Term: 4, Success: false, PrevLogIndex: 3, MatchIndex: 0);

    [Fact]
    public void Decrement_nextIndex_and_retry()
    {
        var step = LeaderOfTerm4.Receives(Refusal);
        step.ShouldBe(
            LeaderOfTerm4.WithProgress(nextIndex: [1, 5, 3], matchIndex: [0, 0, 0]),
            new Send(new AppendEntries(S1, S3, Term: 4, PrevLogIndex: 2, PrevLogTerm: 1, Entries(3, 3, 4), LeaderCommit: 0)));
    }

    [Fact]
    public void A_refusal_that_arrives_twice_moves_nextIndex_once()
    {
        var leader = LeaderOfTerm4.After(Refusal);
        leader.Receives(Refusal).ShouldLeave(leader);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    [InlineData(0)]
    public void A_late_refusal_of_what_nextIndex_no_longer_stands_for_is_ignored(long prevLogIndex) =>
        LeaderOfTerm4.Receives(Refusal with { PrevLogIndex = prevLogIndex }).ShouldLeave(LeaderOfTerm4);

    [Fact]
    public void NextIndex_does_not_go_back_to_what_the_follower_is_known_to_hold()
    {
        var leader = Leader(term: 4, log: Log(1, 1, 3, 4), nextIndex: [1, 5, 4], matchIndex: [0, 0, 3]);
        Assert.Equal(leader, leader.After(Refusal));
    }

    [Fact]
    public void NextIndex_does_not_go_below_1_though_a_refusal_of_its_older_term_finds_it_leader_of_the_newer_one()
    {
        var leader = Leader(term: 4, log: Log(1, 4), nextIndex: [1, 3, 1]);
        var step = leader.Receives(Refusal with { PrevLogIndex = 0 });
        Assert.Equal(leader, step.State);
        Assert.Equal([new AppendEntries(S1, S3, Term: 4, 0, 0, Entries(1, 1, 4), LeaderCommit: 0)], step.Sent());
    }

    [Fact]
    public void A_retry_carries_no_more_entries_than_it_may()
    {
        var step = LeaderOfTerm4.Receives(Refusal, new Options(MaxEntriesPerAppend: 1));
        var expected = new AppendEntries(S1, S3, Term: 4, PrevLogIndex: 2, PrevLogTerm: 1, Entries(3, 3), LeaderCommit: 0);
        Assert.Equal([expected], step.Sent());
    }

    [Fact]
    public void The_follower_includes_the_term_of_the_conflicting_entry_and_the_first_index_it_stores_for_that_term() =>
        Assert.Equal(new Conflict(Term: 2, FirstIndex: 3), ConflictOf(Log(1, 1, 2, 2, 2, 3), prevLogIndex: 5));

    [Fact]
    public void The_first_index_may_be_the_first_of_all() =>
        Assert.Equal(new Conflict(Term: 1, FirstIndex: 1), ConflictOf(Log(1, 1), prevLogIndex: 2));

    [Fact]
    public void A_follower_whose_log_is_too_short_says_where_it_ends() =>
        Assert.Equal(new Conflict(Term: null, FirstIndex: 3), ConflictOf(Log(1, 1), prevLogIndex: 5));

    [Fact]
    public void A_refusal_for_the_term_tells_of_no_conflict()
    {
        var step = Follower(term: 5, log: Log(1, 1))
            .Receives(new AppendEntries(S2, S1, Term: 4, PrevLogIndex: 5, PrevLogTerm: 4, [], LeaderCommit: 0), ByConflictTerm);
        Assert.Equal([new AppendEntriesReply(S1, S2, Term: 5, Success: false, PrevLogIndex: 5, MatchIndex: 0)], step.Sent());
    }

    [Theory]
    [InlineData(null, 3, 3)] // the follower's log is too short: go to its end
    [InlineData(2, 3, 3)] // the leader has no entry of that term: bypass all of them
    [InlineData(3, 2, 5)] // the leader has that term: go to after its last entry of it
    [InlineData(1, 1, 3)] // likewise
    [InlineData(6, 5, 5)] // all of the leader's entries there are of older terms
    public void The_leader_bypasses_all_of_the_conflicting_entries_in_a_term(int? conflictTerm, long firstIndex, long nextIndex)
    {
        var leader = Leader(term: 7, log: Log(1, 1, 3, 3, 4, 4), nextIndex: [1, 7, 7]);
        var conflict = new Conflict(conflictTerm, firstIndex);
        var step = leader.Receives(Refusal with { Term = 7, PrevLogIndex = 6, Conflict = conflict }, ByConflictTerm);
        Assert.Equal(leader.WithProgress(nextIndex: [1, 7, nextIndex], matchIndex: [0, 0, 0]), step.State);
        Assert.Equal(nextIndex - 1, ((AppendEntries)step.Sent().Single()).PrevLogIndex);
    }

    [Fact]
    public void A_conflict_term_older_than_all_that_the_leader_has_leads_to_its_first_entry()
    {
        var leader = Leader(term: 4, log: Log(2, 2), nextIndex: [1, 3, 3]);
        var step = leader.Receives(Refusal with { PrevLogIndex = 2, Conflict = new Conflict(1, 1) }, ByConflictTerm);
        Assert.Equal([new AppendEntries(S1, S3, Term: 4, 0, 0, Entries(1, 2, 2), LeaderCommit: 0)], step.Sent());
    }

    private static Conflict? ConflictOf(Log log, long prevLogIndex)
    {
        var request = new AppendEntries(S2, S1, Term: 9, prevLogIndex, PrevLogTerm: 9, [], LeaderCommit: 0);
        var reply = (AppendEntriesReply)Follower(term: 9, log).Receives(request, ByConflictTerm).Sent().Single();
        Assert.False(reply.Success);
        return reply.Conflict;
    }
}
