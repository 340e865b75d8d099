using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Figure 2, "AppendEntries RPC: Receiver implementation".</summary>
public class AppendEntriesReceiverTests
{
    [Fact]
    public void Rule_1_Reply_false_if_term_is_less_than_currentTerm()
    {
        var follower = Follower(term: 3, log: Log(1), leader: S3);
        var step = follower
            .Receives(new AppendEntries(S2, S1, Term: 2, PrevLogIndex: 1, PrevLogTerm: 1, Entries(2, 2), LeaderCommit: 1));
        step.ShouldBe(
            follower, new Send(new AppendEntriesReply(S1, S2, Term: 3, Success: false, PrevLogIndex: 1, MatchIndex: 0)));
    }

    [Theory]
    [InlineData(3, 2)] // there is no entry at prevLogIndex
    [InlineData(2, 2)] // there is one of another term
    public void Rule_2_Reply_false_if_log_does_not_contain_a_matching_entry_at_prevLogIndex(long prevLogIndex, long prevLogTerm)
    {
        var follower = Follower(term: 3, log: Log(1, 1), leader: S2);
        var step = follower.Receives(new AppendEntries(S2, S1, Term: 3, prevLogIndex, prevLogTerm, [], LeaderCommit: 2));
        step.ShouldBe(
            follower,
            new ResetElectionTimer(),
            new Send(new AppendEntriesReply(S1, S2, Term: 3, Success: false, prevLogIndex, MatchIndex: 0)));
    }

    [Fact]
    public void Rule_3_If_an_existing_entry_conflicts_with_a_new_one_delete_it_and_all_that_follow()
    {
        var step = Follower(term: 4, log: Log(1, 2, 2, 2), leader: S2)
            .Receives(new AppendEntries(S2, S1, Term: 4, PrevLogIndex: 1, PrevLogTerm: 1, Entries(2, 3), LeaderCommit: 0));
        step.ShouldBe(
            Follower(term: 4, log: Log(1, 3), leader: S2),
            new ResetElectionTimer(),
            new Persist([new TruncateFrom(2), new AppendAt(2, Entries(2, 3))]),
            new Send(new AppendEntriesReply(S1, S2, Term: 4, Success: true, PrevLogIndex: 1, MatchIndex: 2)));
    }

    [Fact]
    public void Rule_3_Entries_that_do_not_conflict_stay_though_the_message_ends_before_them()
    {
        var follower = Follower(term: 2, log: Log(1, 2, 2), leader: S2);
        var step = follower
            .Receives(new AppendEntries(S2, S1, Term: 2, PrevLogIndex: 0, PrevLogTerm: 0, Entries(1, 1, 2), LeaderCommit: 0));
        step.ShouldBe(
            follower,
            new ResetElectionTimer(),
            new Send(new AppendEntriesReply(S1, S2, Term: 2, Success: true, PrevLogIndex: 0, MatchIndex: 2)));
    }

    [Fact]
    public void Rule_4_Append_any_new_entries_not_already_in_the_log()
    {
        var step = Follower(term: 2, log: Log(1, 2), leader: S2)
            .Receives(new AppendEntries(S2, S1, Term: 2, PrevLogIndex: 1, PrevLogTerm: 1, Entries(2, 2, 2, 2), LeaderCommit: 0));
        step.ShouldBe(
            Follower(term: 2, log: Log(1, 2, 2, 2), leader: S2),
            new ResetElectionTimer(),
            new Persist([new AppendAt(3, Entries(3, 2, 2))]),
            new Send(new AppendEntriesReply(S1, S2, Term: 2, Success: true, PrevLogIndex: 1, MatchIndex: 4)));
    }

    [Fact]
    public void The_first_entries_need_no_entry_before_them()
    {
        var step = Follower(term: 2)
            .Receives(new AppendEntries(S2, S1, Term: 2, PrevLogIndex: 0, PrevLogTerm: 0, Entries(1, 1, 2), LeaderCommit: 0));
        Assert.Equal(Follower(term: 2, log: Log(1, 2), leader: S2), step.State);
    }

    [Fact]
    public void The_same_AppendEntries_twice_writes_once_and_answers_twice()
    {
        var request = new AppendEntries(S2, S1, Term: 2, PrevLogIndex: 0, PrevLogTerm: 0, Entries(1, 2), LeaderCommit: 0);
        var follower = Follower(term: 2).After(request);
        follower.Receives(request).ShouldBe(
            follower,
            new ResetElectionTimer(),
            new Send(new AppendEntriesReply(S1, S2, Term: 2, Success: true, PrevLogIndex: 0, MatchIndex: 1)));
    }

    [Fact]
    public void Rule_5_If_leaderCommit_is_greater_set_commitIndex_to_leaderCommit()
    {
        var step = Follower(term: 2).Receives(new AppendEntries(S2, S1, Term: 2, 0, 0, Entries(1, 1, 2, 2), LeaderCommit: 2));
        step.ShouldBe(
            Follower(term: 2, log: Log(1, 2, 2), leader: S2).Committed(2),
            new ResetElectionTimer(),
            new Persist([new AppendAt(1, Entries(1, 1, 2, 2))]),
            new Send(new AppendEntriesReply(S1, S2, Term: 2, Success: true, PrevLogIndex: 0, MatchIndex: 3)),
            new Apply(1, Entry(1, 1), new Result(true, "1.1")),
            new Apply(2, Entry(2, 2), new Result(true, "2.2")));
    }

    [Fact]
    public void Rule_5_Or_to_the_index_of_the_last_new_entry_for_past_it_the_log_may_not_be_the_leaders()
    {
        var follower = Follower(term: 3, log: Log(1, 1, 1));
        var heartbeat = new AppendEntries(S2, S1, Term: 3, PrevLogIndex: 1, PrevLogTerm: 1, [], LeaderCommit: 3);
        Assert.Equal(1, follower.After(heartbeat).CommitIndex);
        Assert.Equal(2, follower.After(heartbeat with { Entries = Entries(2, 1) }).CommitIndex);
    }

    [Theory]
    [InlineData(0, 0, 0)] // an old AppendEntries, from before anything was committed
    [InlineData(0, 0, 3)] // leaderCommit is greater, but the last new entry is before commitIndex
    [InlineData(3, 1, 1)] // an old LeaderCommit
    public void CommitIndex_increases_monotonically(long prevLogIndex, long prevLogTerm, long leaderCommit)
    {
        var follower = Follower(term: 2, log: Log(1, 1, 1), leader: S2).Committed(2);
        var step = follower.Receives(new AppendEntries(S2, S1, Term: 2, prevLogIndex, prevLogTerm, [], leaderCommit));
        Assert.Equal(2, step.State.CommitIndex);
    }

    [Fact]
    public void A_reply_claims_only_what_this_message_proved_not_the_whole_log()
    {
        var follower = Follower(term: 3, log: Log(1, 2, 2));
        var step = follower.Receives(new AppendEntries(S2, S1, Term: 3, PrevLogIndex: 1, PrevLogTerm: 1, [], LeaderCommit: 0));
        Assert.Equal([new AppendEntriesReply(S1, S2, Term: 3, Success: true, PrevLogIndex: 1, MatchIndex: 1)], step.Sent());
    }

    [Fact]
    public void Term_truncation_and_new_entries_are_one_write_before_the_response()
    {
        var step = Follower(term: 2, log: Log(1, 2), votedFor: S3)
            .Receives(new AppendEntries(S2, S1, Term: 3, PrevLogIndex: 1, PrevLogTerm: 1, Entries(2, 3), LeaderCommit: 1));
        step.ShouldBe(
            Follower(term: 3, log: Log(1, 3), leader: S2).Committed(1),
            new ResetElectionTimer(),
            new Persist([new TermAndVote(3, null), new TruncateFrom(2), new AppendAt(2, Entries(2, 3))]),
            new Send(new AppendEntriesReply(S1, S2, Term: 3, Success: true, PrevLogIndex: 1, MatchIndex: 2)),
            new Apply(1, Entry(1, 1), new Result(true, "1.1")));
    }
}
