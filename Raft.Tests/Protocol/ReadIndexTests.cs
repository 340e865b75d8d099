using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Section 6.4 of the dissertation.</summary>
public class ReadIndexTests
{
    private static readonly Options ReadIndex = new() { Reads = ReadRule.ReadIndex };
    private static readonly Options AtFollowers = new() { Reads = ReadRule.ReadIndexAtFollowers };

    /// <summary>A leader of term 2 that has committed an entry of its own, x = 2.1.</summary>
    private static ServerState LeaderThatCommitted => Leader(2, Log(2)).Committed(1);

    private static ClientRequest Read(int number = 1, int client = 1) => new(new RequestId(new ClientId(client), number), new Get("x"));

    private static AppendEntriesReply Answer(ServerId from, long round, long term = 2) =>
        new(from, S1, term, Success: true, 1, 1) { Round = round };

    private static long[] Rounds(Step step) => [.. step.Sent().OfType<AppendEntries>().Select(request => request.Round)];

    [Fact]
    public void Through_the_log_a_read_is_an_entry() =>
        Assert.Equal(new Get("x"), LeaderThatCommitted.Handles(Read()).State.Log[2].Command);

    [Fact]
    public void A_read_begins_a_round_and_is_answered_when_a_majority_answered_it()
    {
        var asked = LeaderThatCommitted.Handles(Read(), ReadIndex);
        Assert.Equal([1, 1], Rounds(asked));
        Assert.Empty(asked.All<Reply>());
        Assert.Equal(1, asked.State.Log.LastIndex);
        var answered = asked.State.Receives(Answer(S2, round: 1), ReadIndex);
        Assert.Equal(new Reply(Request(1), new Applied(new Result(true, "2.1"))), answered.All<Reply>().Single());
        Assert.Empty(answered.State.Reads);
    }

    [Fact]
    public void An_answer_to_an_earlier_round_confirms_no_later_read()
    {
        var asked = LeaderThatCommitted.Handles(Read(), ReadIndex);
        var late = asked.State.Receives(Answer(S2, round: 0), ReadIndex);
        Assert.Empty(late.All<Reply>());
        Assert.Single(late.State.Reads);
    }

    [Fact]
    public void An_answer_of_an_earlier_term_confirms_nothing()
    {
        var asked = LeaderThatCommitted.Handles(Read(), ReadIndex);
        Assert.Single(asked.State.Receives(Answer(S2, round: 1, term: 1), ReadIndex).State.Reads);
    }

    [Fact]
    public void One_round_answers_all_reads_that_came_before_it_and_the_next_all_that_came_later()
    {
        var state = LeaderThatCommitted.Handles(Read(client: 1), ReadIndex).State;
        foreach (var client in new[] { 2, 3 })
        {
            var later = state.Handles(Read(client: client), ReadIndex);
            Assert.Empty(later.Effects);
            state = later.State;
        }

        var first = state.Receives(Answer(S3, round: 1), ReadIndex);
        Assert.Equal([new ClientId(1)], first.All<Reply>().Select(reply => reply.Id.Client));
        Assert.Equal([2, 2], Rounds(first));
        var second = first.State.Receives(Answer(S3, round: 2), ReadIndex);
        Assert.Equal([new ClientId(2), new ClientId(3)], second.All<Reply>().Select(reply => reply.Id.Client));
    }

    [Fact]
    public void A_heartbeat_repeats_the_round_that_is_not_confirmed()
    {
        var asked = LeaderThatCommitted.Handles(Read(), ReadIndex).State;
        Assert.Equal([1, 1], Rounds(asked.Handles(new HeartbeatDue(), ReadIndex)));
    }

    [Fact]
    public void Before_an_entry_of_its_term_is_committed_a_leader_answers_no_read()
    {
        var leader = Leader(2, Log(1, 2)).Committed(1);
        var asked = leader.Handles(Read(), ReadIndex).State.Receives(Answer(S2, round: 1), ReadIndex);
        Assert.Empty(asked.All<Reply>());
        var committed = asked.State.Receives(new AppendEntriesReply(S2, S1, 2, Success: true, 1, 2), ReadIndex);
        Assert.Equal(new Applied(new Result(true, "2.2")), committed.All<Reply>().Single().Answer);
    }

    [Fact]
    public void Without_a_no_op_the_first_read_of_a_term_goes_through_the_log()
    {
        var options = ReadIndex with { NoOpAtElection = false };
        Assert.Equal(2, Leader(2, Log(1)).Committed(1).Handles(Read(), options).State.Log.LastIndex);
        Assert.Equal(1, LeaderThatCommitted.Handles(Read(), options).State.Log.LastIndex);
    }

    [Fact]
    public void A_leader_alone_in_its_cluster_answers_at_once()
    {
        var alone = Leader(2, Log(2), servers: 1).Committed(1);
        Assert.Single(alone.Handles(Read(), ReadIndex).All<Reply>());
    }

    [Fact]
    public void A_leader_that_steps_down_sends_its_readers_away()
    {
        var asked = LeaderThatCommitted.Handles(Read(), ReadIndex).State;
        var step = asked.Receives(new AppendEntries(S2, S1, 3, 1, 2, [], 1), ReadIndex);
        Assert.Equal(new Reply(Request(1), new NotLeader(S2)), step.All<Reply>().Single());
        Assert.Empty(step.State.Reads);
    }

    [Fact]
    public void A_restarted_leader_has_no_readers()
    {
        var asked = LeaderThatCommitted.Handles(Read(), ReadIndex).State;
        var step = asked.Handles(new Restart(asked.Persistent), ReadIndex);
        Assert.Empty(step.All<Reply>());
        Assert.Empty(step.State.Reads);
    }

    [Fact]
    public void A_client_waits_for_one_read_at_a_time()
    {
        var state = LeaderThatCommitted.Handles(Read(1), ReadIndex).State.Handles(Read(2), ReadIndex).State;
        Assert.Equal([Request(2)], state.Reads.Items.Select(read => read.Id));
    }

    [Fact]
    public void A_follower_sends_a_reader_to_the_leader_or_asks_for_the_read_index_itself()
    {
        var follower = Follower(2, leader: S2);
        Assert.Equal(new NotLeader(S2), follower.Handles(Read(), ReadIndex).All<Reply>().Single().Answer);
        Assert.Equal([new ReadIndexRequest(S1, S2, 2, Request(1))], follower.Handles(Read(), AtFollowers).Sent());
        Assert.Equal(new NotLeader(null), Follower(2).Handles(Read(), AtFollowers).All<Reply>().Single().Answer);
    }

    [Fact]
    public void A_leader_tells_a_follower_the_read_index_when_its_round_is_confirmed()
    {
        var asked = LeaderThatCommitted.Receives(new ReadIndexRequest(S3, S1, 2, Request(1)), AtFollowers);
        Assert.Equal([1, 1], Rounds(asked));
        var doubled = asked.State.Receives(new ReadIndexRequest(S3, S1, 2, Request(1)), AtFollowers).State;
        Assert.Single(doubled.Reads);
        var confirmed = doubled.Receives(Answer(S2, round: 1), AtFollowers);
        Assert.Contains(new ReadIndexReply(S1, S3, 2, Request(1), 1), confirmed.Sent());
        Assert.Empty(confirmed.State.Reads);
    }

    [Fact]
    public void A_server_that_cannot_tell_a_read_index_says_so()
    {
        var request = new ReadIndexRequest(S3, S1, 2, Request(1));
        var refusal = new ReadIndexReply(S1, S3, 2, Request(1), null);
        Assert.Equal([refusal], Follower(2).Receives(request, AtFollowers).Sent());
        Assert.Equal([refusal], Leader(2, Log(1)).Receives(request, AtFollowers with { NoOpAtElection = false }).Sent());
    }

    [Fact]
    public void A_follower_answers_when_it_has_applied_up_to_the_read_index()
    {
        var asked = Follower(2, Log(2), leader: S2).Handles(Read(), AtFollowers).State;
        var told = asked.Receives(new ReadIndexReply(S2, S1, 2, Request(1), 1), AtFollowers);
        Assert.Empty(told.All<Reply>());
        var applied = told.State.Receives(new AppendEntries(S2, S1, 2, 1, 2, [], 1), AtFollowers);
        Assert.Equal(new Applied(new Result(true, "2.1")), applied.All<Reply>().Single().Answer);
    }

    [Fact]
    public void A_follower_that_is_told_no_read_index_sends_its_reader_on()
    {
        var asked = Follower(2, leader: S2).Handles(Read(), AtFollowers).State;
        var told = asked.Receives(new ReadIndexReply(S2, S1, 2, Request(1), null), AtFollowers);
        Assert.Equal(new NotLeader(S2), told.All<Reply>().Single().Answer);
        told.State.Receives(new ReadIndexReply(S2, S1, 2, Request(1), 1), AtFollowers).ShouldLeave(told.State);
    }

    [Fact]
    public void A_read_index_that_comes_in_a_later_term_is_not_waited_for()
    {
        var asked = Follower(2, leader: S2).Handles(Read(), AtFollowers).State;
        var step = asked.Handles(new ElectionTimeout(), AtFollowers);
        Assert.Equal(new NotLeader(null), step.All<Reply>().Single().Answer);
    }

    [Fact]
    public void A_read_whose_index_is_known_waits_on_in_a_later_term()
    {
        var asked = Follower(2, Log(2), leader: S2).Handles(Read(), AtFollowers).State;
        var told = asked.Receives(new ReadIndexReply(S2, S1, 2, Request(1), 1), AtFollowers).State;
        var later = told.Receives(new AppendEntries(S3, S1, 3, 1, 2, [], 1), AtFollowers);
        Assert.IsType<Applied>(later.All<Reply>().Single().Answer);
    }

    [Fact]
    public void Any_server_answers_from_what_it_has_where_that_is_asked_for()
    {
        var options = new Options { Reads = ReadRule.Local };
        Assert.Equal(new Applied(new Result(true, null)), Follower(2).Handles(Read(), options).All<Reply>().Single().Answer);
        Assert.Equal(new Applied(new Result(true, null)), Candidate(2).Handles(Read(), options).All<Reply>().Single().Answer);
    }

    [Fact]
    public void A_leader_that_steps_down_in_its_term_sends_its_readers_away()
    {
        var options = ReadIndex with { CheckQuorum = true };
        var asked = LeaderThatCommitted.Handles(Read(), options).State;
        var checking = asked with { Role = (Leader)asked.Role with { HeardFrom = ServerSet.Of(S1) } };
        var alone = checking.Handles(new ElectionTimeout(), options);
        Assert.IsType<Follower>(alone.State.Role);
        Assert.Equal(2, alone.State.CurrentTerm);
        Assert.Empty(alone.State.Reads);
    }

    [Fact]
    public void Of_a_read_that_a_follower_asked_for_only_the_follower_tells_the_client()
    {
        var asked = LeaderThatCommitted.Receives(new ReadIndexRequest(S2, S1, 2, Request(1)), AtFollowers).State;
        Assert.Single(asked.Reads);
        var deposed = asked.Receives(new AppendEntries(S3, S1, 3, 0, 0, [], 0), AtFollowers);
        Assert.Empty(deposed.State.Reads);
        Assert.Empty(deposed.All<Reply>());
    }

    [Fact]
    public void A_follower_gives_the_index_to_the_read_that_it_was_asked_for()
    {
        var state = Follower(term: 2, log: Log(2), leader: S2);
        var both = state.Handles(Read(1, client: 1), AtFollowers).State.Handles(Read(1, client: 2), AtFollowers).State;
        var answered = both.Receives(new ReadIndexReply(S2, S1, 2, new RequestId(new ClientId(2), 1), ReadIndex: 5), AtFollowers).State;
        Assert.Equal([null, 5L], answered.Reads.Items.Select(read => read.ReadIndex));
    }

    [Fact]
    public void Before_the_first_round_nobody_has_answered_one() =>
        Assert.Equal(ServerSet.Empty, ((Leader)LeaderThatCommitted.Receives(Answer(S2, round: 0), ReadIndex).State.Role).AnsweredBy);

    [Fact]
    public void While_the_leader_has_committed_nothing_in_its_term_a_confirmed_round_is_not_followed_by_another()
    {
        var options = ReadIndex with { NoOpAtElection = false };
        var leader = Leader(2, Log(1)).Committed(1) with { Reads = [new WaitingRead(Request(1), "x", S1, 2, 1, null)] };
        var asking = leader with { Role = (Leader)leader.Role with { Round = 1 } };
        var confirmed = asking.Receives(Answer(S2, round: 1), options);
        Assert.Equal(1, ((Leader)confirmed.State.Role).ConfirmedRound);
        Assert.Empty(confirmed.Sent());
    }
}
