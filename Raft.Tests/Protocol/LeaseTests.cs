using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Section 6.4.1 of the dissertation.</summary>
public class LeaseTests
{
    private static readonly Options Lease = new() { Reads = ReadRule.Lease };

    private static ClientRequest Read => new(Request(1), new Get("x"));

    private static ServerState LeaderThatCommitted => Leader(2, Log(2)).Committed(1);

    private static ServerState LeaderWithLease =>
        LeaderThatCommitted.Handles(new HeartbeatDue(), Lease).State.Receives(Answer(1), Lease).State;

    private static AppendEntriesReply Answer(long round) => new(S2, S1, 2, Success: true, 1, 1) { Round = round };

    private static AppendEntries RoundOf(long round, long term = 2) => new(S2, S1, term, 0, 0, [], 0) { Round = round };

    private static RequestVote AskedForVote(long term) => new(S3, S1, term, 9, 9);

    [Fact]
    public void A_leader_with_a_lease_answers_at_once()
    {
        var step = LeaderWithLease.Handles(Read, Lease);
        Assert.Equal(new Applied(new Result(true, "2.1")), step.All<Reply>().Single().Answer);
        Assert.Empty(step.Sent());
    }

    [Fact]
    public void Without_a_lease_a_read_waits_for_a_round() =>
        Assert.Equal(2, LeaderThatCommitted.Handles(Read, Lease).Sent().Length);

    [Fact]
    public void A_lease_ends_when_the_clock_says_so()
    {
        var lapsed = LeaderWithLease.Handles(new LeaseExpired(), Lease);
        Assert.Empty(lapsed.Effects);
        Assert.Empty(lapsed.State.Handles(Read, Lease).All<Reply>());
    }

    [Fact]
    public void Answers_that_come_after_the_time_of_their_round_give_no_lease()
    {
        var late = LeaderThatCommitted.Handles(new HeartbeatDue(), Lease).State.Handles(new LeaseExpired(), Lease).State;
        Assert.Empty(late.Receives(Answer(1), Lease).State.Handles(Read, Lease).All<Reply>());
    }

    [Fact]
    public void Each_heartbeat_begins_a_round_unless_one_is_under_way()
    {
        var first = LeaderThatCommitted.Handles(new HeartbeatDue(), Lease).State;
        Assert.Equal(1, ((Leader)first.Role).Round);
        Assert.Equal(1, ((Leader)first.Handles(new HeartbeatDue(), Lease).State.Role).Round);
        Assert.Equal(2, ((Leader)LeaderWithLease.Handles(new HeartbeatDue(), Lease).State.Role).Round);
        var lapsed = first.Handles(new LeaseExpired(), Lease).State;
        Assert.Equal(2, ((Leader)lapsed.Handles(new HeartbeatDue(), Lease).State.Role).Round);
    }

    [Fact]
    public void Before_an_entry_of_its_term_is_committed_a_lease_is_not_enough()
    {
        var leader = Leader(2, Log(1)).Committed(1).Handles(new HeartbeatDue(), Lease).State.Receives(Answer(1), Lease).State;
        Assert.Empty(leader.Handles(Read, Lease).All<Reply>());
    }

    [Fact]
    public void The_clock_of_a_server_that_does_not_lead_ends_no_lease() =>
        Follower(2).Handles(new LeaseExpired(), Lease).ShouldLeave(Follower(2));

    [Fact]
    public void A_server_that_took_part_in_a_round_does_not_vote_until_its_timeout_elapses()
    {
        var follower = Follower(2).Receives(RoundOf(1), Lease).State;
        Assert.True(follower.KeepsLease);
        follower.Receives(AskedForVote(3), Lease).ShouldLeave(follower);
        var candidate = follower.Handles(new ElectionTimeout(), Lease).State;
        Assert.False(candidate.KeepsLease);
        Assert.True(candidate.Receives(AskedForVote(4), Lease).Sent().OfType<RequestVoteReply>().Single().VoteGranted);
    }

    [Fact]
    public void A_later_term_does_not_free_its_vote()
    {
        var follower = Follower(2).Receives(RoundOf(1), Lease).State;
        var later = follower.Receives(new RequestVoteReply(S3, S1, 3, VoteGranted: false), Lease).State;
        Assert.Equal(3, later.CurrentTerm);
        later.Receives(AskedForVote(4), Lease).ShouldLeave(later);
    }

    [Fact]
    public void A_heartbeat_of_no_round_or_of_an_earlier_term_keeps_no_lease()
    {
        Assert.False(Follower(2).Receives(RoundOf(0), Lease).State.KeepsLease);
        Assert.False(Follower(2).Receives(RoundOf(1, term: 1), Lease).State.KeepsLease);
    }

    [Fact]
    public void A_server_that_restarts_waits_one_election_timeout_before_it_votes()
    {
        var restarted = Follower(2).Handles(new Restart(new PersistentState(2, null, Log())), Lease).State;
        restarted.Receives(AskedForVote(3), Lease).ShouldLeave(restarted);
    }

    [Fact]
    public void Where_reads_need_no_lease_nobody_keeps_one() =>
        Assert.False(Follower(2).Receives(RoundOf(1), new Options { Reads = ReadRule.ReadIndex }).State.KeepsLease);

    [Fact]
    public void A_leader_that_began_a_transfer_reads_on_no_lease_though_the_transfer_is_given_up()
    {
        var handing = LeaderWithLease.Handles(new TransferLeadership(S2), Lease).State;
        Assert.IsType<Leader>(handing.Role);
        var gaveUp = handing.Handles(new ElectionTimeout(), Lease).State;
        Assert.Null(((Leader)gaveUp.Role).TransferTo);
        Assert.Empty(gaveUp.Handles(Read, Lease).All<Reply>());
    }
}
