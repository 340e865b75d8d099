using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>
/// Pipelines, limits of batches and back-pressure (section 10.2.2 of the dissertation; etcd's probe and replicate).
/// </summary>
public class FlowTests
{
    private static readonly Options Pipelined = new(NoOpAtElection: false, MaxEntriesPerAppend: 1) { MaxInFlight = 2 };
    private static readonly Log Four = Log(1, 1, 1, 1);

    [Fact]
    public void After_its_election_a_leader_probes_with_one_AppendEntries_at_a_time()
    {
        var leader = Leading(next: 1, match: 0);
        var first = leader.Handles(Ask(1), Pipelined);
        Assert.Equal([Append(1, 1), Append(1, 1) with { To = S3 }], first.Sent());
        Assert.Equal(Pipeline(S2, true, 1), PipelineOf(first));
        var second = first.State.Handles(Ask(2), Pipelined);
        Assert.Empty(second.Sent());
    }

    [Fact]
    public void Once_a_probe_succeeded_it_sends_ahead_up_to_its_limit()
    {
        var step = Probing(next: 1, match: 0, 1).Receives(Success(prev: 0, match: 1), Pipelined);
        Assert.Equal([Append(2, 1, commit: 1), Append(3, 1, commit: 1)], step.Sent());
        Assert.Equal(4, LeaderOf(step).NextIndex[S2]);
        Assert.Equal(Pipeline(S2, false, 2, 3), PipelineOf(step));
    }

    [Fact]
    public void An_acknowledgement_frees_what_it_acknowledges_and_no_more()
    {
        var step = Ahead(next: 4, match: 1, 2, 3).Receives(Success(prev: 1, match: 2), Pipelined);
        Assert.Equal([Append(4, 1, commit: 2)], step.Sent());
        Assert.Equal(Pipeline(S2, false, 3, 4), PipelineOf(step));
        Assert.Equal((5, 2), (LeaderOf(step).NextIndex[S2], LeaderOf(step).MatchIndex[S2]));
    }

    [Fact]
    public void A_success_that_tells_less_than_is_known_does_not_end_probing()
    {
        var step = Probing(next: 3, match: 2, 3).Receives(Success(prev: 0, match: 1), Pipelined);
        Assert.Equal(Pipeline(S2, true, 3), PipelineOf(step));
        Assert.Empty(step.Sent());
    }

    [Fact]
    public void While_a_pipeline_is_full_clients_wait_and_heartbeats_go_on()
    {
        var full = Ahead(next: 4, match: 1, 2, 3);
        Assert.DoesNotContain(full.Handles(Ask(1), Pipelined).Sent(), message => message.To == S2);
        var beat = full.Handles(new HeartbeatDue(), Pipelined with { EmptyHeartbeats = false }).Sent();
        Assert.Equal(new AppendEntries(S1, S2, 1, 3, 1, [], 0), beat[0]);
    }

    [Fact]
    public void A_refusal_of_what_was_sent_ahead_leads_back_to_probing_from_matchIndex_plus_1()
    {
        var step = Ahead(next: 5, match: 2, 3, 4).Receives(Refusal(prev: 4), Pipelined);
        Assert.Equal([Append(3, 1)], step.Sent());
        Assert.Equal(3, LeaderOf(step).NextIndex[S2]);
        Assert.Equal(Pipeline(S2, true, 3), PipelineOf(step));
    }

    [Fact]
    public void A_refusal_of_what_the_follower_is_known_to_hold_is_old()
    {
        var leader = Ahead(next: 5, match: 2, 3, 4);
        leader.Receives(Refusal(prev: 2), Pipelined).ShouldLeave(leader);
    }

    [Fact]
    public void A_refused_probe_steps_back_as_Figure_2_says()
    {
        var step = Probing(next: 4, match: 0, 4).Receives(Refusal(prev: 3), Pipelined);
        Assert.Equal([Append(3, 1)], step.Sent());
        Assert.Equal(Pipeline(S2, true, 3), PipelineOf(step));
    }

    [Fact]
    public void A_heartbeat_shows_where_the_logs_part_as_a_probe_does()
    {
        var beat = Leading(next: 5, match: 0).Handles(new HeartbeatDue(), Pipelined);
        Assert.Empty(LeaderOf(beat).Pipelines);
        var step = beat.State.Receives(Success(prev: 4, match: 4), Pipelined);
        Assert.Equal(Pipeline(S2, false), PipelineOf(step));
    }

    [Fact]
    public void Pipelines_stand_in_the_order_of_the_followers()
    {
        var leader = new Leader(IndexPerServer.All(ServerSet.FirstServers(3), 1), IndexPerServer.All(ServerSet.FirstServers(3), 0));
        var both = leader.With(Pipeline(S3, false)).With(Pipeline(S2, true, 1)).With(Pipeline(S3, true));
        Assert.Equal([Pipeline(S2, true, 1), Pipeline(S3, true)], both.Pipelines);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 1)]
    [InlineData(8, 2)]
    [InlineData(100, 3)]
    public void A_batch_keeps_to_a_limit_in_bytes_and_has_one_entry_at_least(int bytes, int entries)
    {
        var options = new Options { MaxBytesPerAppend = bytes };
        var step = Leader(log: Log(1, 1, 1), nextIndex: [1, 1, 4]).Receives(Success(prev: 0, match: 0), options);
        Assert.Equal(entries, step.Sent().OfType<AppendEntries>().Single().Entries.Count);
    }

    [Fact]
    public void The_size_of_a_command_is_that_of_its_key_and_values()
    {
        Assert.Equal(0, Rules.SizeOf(new NoOp()));
        Assert.Equal(3, Rules.SizeOf(new Put("x", "12")));
        Assert.Equal(1, Rules.SizeOf(new Get("x")));
        Assert.Equal(4, Rules.SizeOf(new Append("xy", "12")));
        Assert.Equal(2, Rules.SizeOf(new CompareAndSet("x", null, "1")));
        Assert.Equal(4, Rules.SizeOf(new CompareAndSet("x", "12", "1")));
    }

    [Fact]
    public void A_leader_with_as_many_uncommitted_entries_as_it_may_have_is_busy()
    {
        var leader = Leader(log: Log(1, 1)).Committed(1);
        leader.Handles(Ask(1), new Options { MaxUncommitted = 1 }).ShouldBe(leader, new Reply(Request(1), new Busy()));
        Assert.Equal(3, leader.Handles(Ask(1), new Options { MaxUncommitted = 2 }).State.Log.LastIndex);
    }

    /// <summary>
    /// They commit only with an entry of the leader's own term (section 5.4.2): without that it would stay busy for ever.
    /// </summary>
    [Fact]
    public void Entries_of_older_terms_make_no_leader_busy()
    {
        var leader = Leader(term: 2, log: Log(1, 1, 1));
        Assert.Equal(4, leader.Handles(Ask(1), new Options { MaxUncommitted = 1 }).State.Log.LastIndex);
    }

    [Fact]
    public void A_server_that_does_not_lead_is_never_busy() =>
        Assert.Equal([new Reply(Request(1), new NotLeader(S2))], Follower(leader: S2).Handles(Ask(1), new Options { MaxUncommitted = 1 }).Effects);

    private static ClientRequest Ask(int number) => new(Request(number), new Put("x", "new"));

    [Fact]
    public void A_heartbeat_without_entries_is_one_and_is_not_in_flight()
    {
        var step = Ahead(next: 2, match: 1).Handles(new HeartbeatDue(), Pipelined);
        Assert.Single(step.Sent(), message => message.To == S2);
        Assert.Equal(Pipeline(S2, false), PipelineOf(step));
    }

    [Fact]
    public void A_success_of_a_heartbeat_ends_probing_and_what_was_probed_is_not_in_flight_any_more()
    {
        var step = Probing(next: 3, match: 2, 4).Receives(Success(prev: 2, match: 2), Pipelined);
        Assert.Equal(Pipeline(S2, false, 3, 4), PipelineOf(step));
    }

    private static ServerState Leading(long next, long match) =>
        Leader(log: Four, nextIndex: [1, next, next], matchIndex: [0, match, match]);

    private static ServerState Probing(long next, long match, params long[] inFlight) => With(Pipeline(S2, true, inFlight), next, match);

    private static ServerState Ahead(long next, long match, params long[] inFlight) => With(Pipeline(S2, false, inFlight), next, match);

    private static ServerState With(Pipeline pipeline, long next, long match)
    {
        var leader = Leading(next, match);
        return leader with { Role = ((Leader)leader.Role).With(pipeline) };
    }

    private static Pipeline Pipeline(ServerId follower, bool isProbing, params long[] inFlight) => new(follower, isProbing, [.. inFlight]);

    private static AppendEntries Append(long index, int count, long commit = 0) => new(
        S1, S2, 1, index - 1, index == 1 ? 0 : 1, [.. Enumerable.Range(0, count).Select(more => Entry(1, index + more))], commit);

    private static AppendEntriesReply Success(long prev, long match) => new(S2, S1, 1, Success: true, prev, match);

    private static AppendEntriesReply Refusal(long prev) => new(S2, S1, 1, Success: false, prev, 0);

    private static Leader LeaderOf(Step step) => (Leader)step.State.Role;

    private static Pipeline PipelineOf(Step step) => LeaderOf(step).PipelineTo(S2);
}
