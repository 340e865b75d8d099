using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Figure 2, "Rules for Servers: Leaders". Commitment is in <see cref="CommitTests"/>.</summary>
public class LeadersTests
{
    private static readonly Options NoNoOp = new(NoOpAtElection: false);
    private static readonly Put Command = new("x", "1");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Rules_by_which_a_leader_could_never_send_an_entry_are_refused(int most)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Rules(new Options(MaxEntriesPerAppend: most)));
        Assert.StartsWith("expected MaxEntriesPerAppend of at least 1", error.Message);
        Assert.Equal(most, error.ActualValue);
    }

    [Fact]
    public void Upon_election_send_initial_empty_AppendEntries_RPCs_to_each_server()
    {
        var step = Candidate(term: 2, log: Log(1, 1)).Receives(new RequestVoteReply(S2, S1, Term: 2, VoteGranted: true), NoNoOp);
        step.ShouldBe(
            Leader(term: 2, log: Log(1, 1), nextIndex: [3, 3, 3], matchIndex: [0, 0, 0]),
            new Send(new AppendEntries(S1, S2, Term: 2, PrevLogIndex: 2, PrevLogTerm: 1, [], LeaderCommit: 0)),
            new Send(new AppendEntries(S1, S3, Term: 2, PrevLogIndex: 2, PrevLogTerm: 1, [], LeaderCommit: 0)));
    }

    [Fact]
    public void Each_leader_puts_a_blank_no_op_entry_into_the_log_at_the_start_of_its_term()
    {
        var step = Candidate(term: 2, log: Log(1, 1)).Receives(new RequestVoteReply(S2, S1, Term: 2, VoteGranted: true));
        var expected = new AppendEntries(S1, S2, Term: 2, PrevLogIndex: 2, PrevLogTerm: 1, [NoOp(2)], LeaderCommit: 0);
        step.ShouldBe(
            Leader(term: 2, log: Log(1, 1)).WithLog(Log(1, 1).Append(NoOp(2))),
            new Persist([new AppendAt(3, [NoOp(2)])]),
            new Send(expected),
            new Send(expected with { To = S3 }));
    }

    [Fact]
    public void A_vote_that_comes_after_the_election_changes_nothing()
    {
        var leader = Leader(term: 2, log: Log(1));
        leader.Receives(new RequestVoteReply(S3, S1, Term: 2, VoteGranted: true)).ShouldLeave(leader);
    }

    [Fact]
    public void Repeat_heartbeats_during_idle_periods()
    {
        var leader = Leader(term: 2, log: Log(1, 2), nextIndex: [1, 3, 2], matchIndex: [0, 2, 0]).Committed(2);
        leader.Handles(new HeartbeatDue()).ShouldBe(
            leader,
            new Send(new AppendEntries(S1, S2, Term: 2, PrevLogIndex: 2, PrevLogTerm: 2, [], LeaderCommit: 2)),
            new Send(new AppendEntries(S1, S3, Term: 2, PrevLogIndex: 1, PrevLogTerm: 1, [], LeaderCommit: 2)));
    }

    [Fact]
    public void Heartbeats_that_are_not_empty_carry_what_the_follower_lacks()
    {
        var leader = Leader(term: 2, log: Log(1, 2), nextIndex: [1, 3, 2]);
        leader.Handles(new HeartbeatDue(), new Options(EmptyHeartbeats: false)).ShouldBe(
            leader,
            new Send(new AppendEntries(S1, S2, Term: 2, PrevLogIndex: 2, PrevLogTerm: 2, [], LeaderCommit: 0)),
            new Send(new AppendEntries(S1, S3, Term: 2, PrevLogIndex: 1, PrevLogTerm: 1, Entries(2, 2), LeaderCommit: 0)));
    }

    [Fact]
    public void A_leader_has_no_election_timeout()
    {
        var leader = Leader(term: 2);
        leader.Handles(new ElectionTimeout()).ShouldLeave(leader);
    }

    [Fact]
    public void If_command_received_from_client_append_entry_to_local_log_and_send_it_before_any_answer()
    {
        var leader = Leader(term: 2, log: Log(1));
        var entry = new Entry(2, Command, Request(1));
        var expected = new AppendEntries(S1, S2, Term: 2, PrevLogIndex: 1, PrevLogTerm: 1, [entry], LeaderCommit: 0);
        leader.Handles(new ClientRequest(Request(1), Command)).ShouldBe(
            leader.WithLog(Log(1).Append(entry)),
            new Persist([new AppendAt(2, [entry])]),
            new Send(expected),
            new Send(expected with { To = S3 }));
    }

    [Fact]
    public void Respond_after_entry_applied_to_state_machine()
    {
        var leader = Leader(term: 2).Handles(new ClientRequest(Request(1), Command)).State;
        var step = leader.Receives(new AppendEntriesReply(S3, S1, Term: 2, Success: true, PrevLogIndex: 0, MatchIndex: 1));
        var expected = leader.Committed(1).WithProgress(nextIndex: [1, 1, 2], matchIndex: [0, 0, 1]);
        var result = new Result(true, "1");
        step.ShouldBe(expected, new Apply(1, leader.Log[1], result), new Reply(Request(1), new Applied(result)));
    }

    [Fact]
    public void A_single_server_responds_at_once_but_not_before_the_entry_is_on_its_disk()
    {
        var entry = new Entry(2, Command, Request(1));
        var result = new Result(true, "1");
        Leader(term: 2, servers: 1).Handles(new ClientRequest(Request(1), Command)).ShouldBe(
            Leader(term: 2, servers: 1).WithLog(new Log([entry])).Committed(1),
            new Persist([new AppendAt(1, [entry])]),
            new Apply(1, entry, result),
            new Reply(Request(1), new Applied(result)));
    }

    [Fact]
    public void The_leader_of_a_later_term_does_not_answer_for_the_one_that_received_the_command()
    {
        var log = new Log([new Entry(1, Command, Request(1)), NoOp(2)]);
        var step = Leader(term: 2, log: log)
            .Receives(new AppendEntriesReply(S2, S1, Term: 2, Success: true, PrevLogIndex: 1, MatchIndex: 2));
        Assert.Equal(2, step.All<Apply>().Length);
        Assert.Empty(step.All<Reply>());
    }

    [Fact]
    public void A_follower_applies_the_command_of_a_client_and_leaves_the_answer_to_the_leader()
    {
        var entry = new Entry(2, Command, Request(1));
        var step = Follower(term: 2).Receives(new AppendEntries(S2, S1, Term: 2, 0, 0, [entry], LeaderCommit: 1));
        Assert.Equal([new Apply(1, entry, new Result(true, "1"))], step.All<Apply>());
        Assert.Empty(step.All<Reply>());
    }

    [Fact]
    public void If_last_log_index_is_at_least_nextIndex_for_a_follower_send_entries_starting_at_nextIndex()
    {
        var leader = Leader(term: 2, log: Log(1, 1, 2), nextIndex: [1, 4, 2], matchIndex: [0, 3, 0]).Committed(3);
        var entry = new Entry(2, Command, Request(1));
        Sequence<Entry> entries = [.. Entries(2, 1, 2), entry];
        leader.Handles(new ClientRequest(Request(1), Command)).ShouldBe(
            leader.WithLog(leader.Log.Append(entry)),
            new Persist([new AppendAt(4, [entry])]),
            new Send(new AppendEntries(S1, S2, Term: 2, PrevLogIndex: 3, PrevLogTerm: 2, [entry], LeaderCommit: 3)),
            new Send(new AppendEntries(S1, S3, Term: 2, PrevLogIndex: 1, PrevLogTerm: 1, entries, LeaderCommit: 3)));
    }

    [Fact]
    public void If_last_log_index_is_less_than_nextIndex_for_a_follower_send_it_nothing()
    {
        var sent = Leader(term: 2, log: Log(2), nextIndex: [1, 2, 3]).Handles(new ClientRequest(Request(1), Command)).Sent();
        Assert.Equal([S2], sent.Select(message => message.To));
    }

    [Fact]
    public void If_successful_update_nextIndex_and_matchIndex_for_follower()
    {
        var leader = Leader(term: 3, log: Log(1, 1, 2), nextIndex: [1, 2, 2]);
        var step = leader.Receives(new AppendEntriesReply(S3, S1, Term: 3, Success: true, PrevLogIndex: 1, MatchIndex: 3));
        step.ShouldBe(leader.WithProgress(nextIndex: [1, 2, 4], matchIndex: [0, 0, 3]));
    }

    [Fact]
    public void If_successful_and_the_follower_lacks_more_send_it()
    {
        var leader = Leader(term: 2, log: Log(1, 1, 2), nextIndex: [1, 4, 2]);
        var step = leader.Receives(new AppendEntriesReply(S3, S1, Term: 2, Success: true, PrevLogIndex: 1, MatchIndex: 1));
        step.ShouldBe(
            leader.WithProgress(nextIndex: [1, 4, 2], matchIndex: [0, 0, 1]),
            new Send(new AppendEntries(S1, S3, Term: 2, PrevLogIndex: 1, PrevLogTerm: 1, Entries(2, 1, 2), LeaderCommit: 0)));
    }

    [Fact]
    public void One_AppendEntries_carries_no_more_entries_than_it_may_and_the_next_follows_the_success()
    {
        var options = new Options(MaxEntriesPerAppend: 2);
        var leader = Leader(term: 2, log: Log(1, 1, 1, 2, 2), nextIndex: [1, 6, 2]);
        var reply = new AppendEntriesReply(S3, S1, Term: 2, Success: true, PrevLogIndex: 1, MatchIndex: 1);
        var step = leader.Receives(reply, options);
        var first = new AppendEntries(S1, S3, Term: 2, PrevLogIndex: 1, PrevLogTerm: 1, Entries(2, 1, 1), LeaderCommit: 0);
        Assert.Equal([first], step.Sent());

        step = step.State.Receives(reply with { MatchIndex = 3 }, options);
        Assert.Equal([first with { PrevLogIndex = 3, Entries = Entries(4, 2, 2) }], step.Sent());
    }

    [Fact]
    public void MatchIndex_increases_monotonically_though_replies_come_out_of_order()
    {
        var late = new AppendEntriesReply(S3, S1, Term: 2, Success: true, PrevLogIndex: 0, MatchIndex: 1);
        var leader = Leader(term: 2, log: Log(1, 1, 2), nextIndex: [1, 4, 4], matchIndex: [0, 0, 3]).Committed(3);
        leader.Receives(late).ShouldLeave(leader);
    }

    [Fact]
    public void A_success_that_arrives_twice_changes_nothing_the_second_time()
    {
        var reply = new AppendEntriesReply(S3, S1, Term: 2, Success: true, PrevLogIndex: 1, MatchIndex: 3);
        var leader = Leader(term: 2, log: Log(1, 1, 2), nextIndex: [1, 4, 2]).After(reply);
        leader.Receives(reply).ShouldLeave(leader);
    }

    [Fact]
    public void A_leader_only_appends_and_never_deletes_or_overwrites()
    {
        var leader = Leader(term: 2, log: Log(1, 2, 2), nextIndex: [1, 2, 4]);
        foreach (var input in AllThatAServerMayHearInTermTwo)
        {
            Assert.Equal(leader.Log.Entries, leader.Handles(input).State.Log.Entries.Take(3));
        }
    }

    private static IEnumerable<Input> AllThatAServerMayHearInTermTwo =>
    [
        new ElectionTimeout(),
        new HeartbeatDue(),
        new ClientRequest(Request(1), Command),
        new Receive(new RequestVote(S2, S1, Term: 2, LastLogIndex: 9, LastLogTerm: 2)),
        new Receive(new RequestVoteReply(S2, S1, Term: 2, VoteGranted: true)),
        new Receive(new AppendEntries(S2, S1, Term: 1, PrevLogIndex: 1, PrevLogTerm: 1, Entries(2, 1), LeaderCommit: 2)),
        new Receive(new AppendEntriesReply(S2, S1, Term: 2, Success: true, PrevLogIndex: 1, MatchIndex: 2)),
        new Receive(new AppendEntriesReply(S2, S1, Term: 2, Success: false, PrevLogIndex: 1, MatchIndex: 0)),
    ];

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    public void A_success_that_tells_nothing_new_and_answers_no_heartbeat_calls_for_no_more(long prev, long match)
    {
        var leader = Leader(term: 2, log: Log(2, 2, 2), nextIndex: [4, 3, 4], matchIndex: [0, 2, 0]);
        Assert.Empty(leader.Receives(new AppendEntriesReply(S2, S1, 2, Success: true, prev, match)).Sent());
    }
}
