using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>
/// Sections 6.2 and 4.2.3 of the dissertation: leaders check that they hear a majority, and servers stick to them.
/// </summary>
public class CheckQuorumTests
{
    private static readonly Options Checking = new(NoOpAtElection: false) { CheckQuorum = true };
    private static readonly RequestVote Rival = new(S3, S1, Term: 9, LastLogIndex: 9, LastLogTerm: 8);

    [Fact]
    public void A_new_leader_has_heard_itself_and_waits_for_an_election_timeout()
    {
        var step = Candidate(term: 2).Receives(new RequestVoteReply(S3, S1, Term: 2, VoteGranted: true), Checking);
        Assert.Equal(Hearing(Leader(term: 2), S1), step.State);
        Assert.Single(step.All<ResetElectionTimer>());
        Assert.True(step.State.HasElectionTimer);
    }

    [Fact]
    public void Without_the_option_a_leader_waits_for_none()
    {
        var leader = Candidate(term: 2).After(new RequestVoteReply(S3, S1, Term: 2, VoteGranted: true));
        Assert.False(leader.HasElectionTimer);
        leader.Handles(new ElectionTimeout()).ShouldLeave(leader);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_leader_hears_who_answers_be_it_with_a_refusal(bool success)
    {
        var leader = Hearing(Leader(term: 2, log: Log(1)), S1);
        var reply = new AppendEntriesReply(S2, S1, Term: 2, success, PrevLogIndex: 7, MatchIndex: 0);
        Assert.Equal(ServerSet.Of(S1, S2), HeardBy(leader.Receives(reply, Checking).State));
    }

    [Fact]
    public void An_answer_of_an_older_term_is_not_heard()
    {
        var leader = Hearing(Leader(term: 2), S1);
        leader.Receives(new AppendEntriesReply(S2, S1, Term: 1, Success: true, PrevLogIndex: 0, MatchIndex: 0), Checking)
            .ShouldLeave(leader);
    }

    [Fact]
    public void If_an_election_timeout_elapses_without_a_majority_the_leader_steps_down_and_keeps_its_vote()
    {
        var leader = Hearing(Leader(term: 2, servers: 5), S1, S2);
        leader.Handles(new ElectionTimeout(), Checking)
            .ShouldBe(Follower(term: 2, votedFor: S1, servers: 5), new ResetElectionTimer());
    }

    [Fact]
    public void A_leader_that_heard_a_majority_leads_on_and_begins_to_listen_anew()
    {
        var leader = Hearing(Leader(term: 2), S1, S3);
        leader.Handles(new ElectionTimeout(), Checking).ShouldBe(Hearing(Leader(term: 2), S1));
    }

    [Fact]
    public void A_server_alone_hears_all_there_are()
    {
        var leader = Follower(servers: 1).Handles(new ElectionTimeout(), Checking).State;
        leader.Handles(new ElectionTimeout(), Checking).ShouldLeave(leader);
    }

    [Fact]
    public void A_follower_that_hears_a_leader_disregards_a_candidate()
    {
        var follower = Follower(term: 2, leader: S2);
        follower.Receives(Rival, Checking).ShouldLeave(follower);
        follower.Receives(Rival with { Term = 2 }, Checking).ShouldLeave(follower);
    }

    [Fact]
    public void A_leader_hears_itself()
    {
        var leader = Hearing(Leader(term: 2), S1);
        leader.Receives(Rival, Checking).ShouldLeave(leader);
    }

    [Fact]
    public void A_follower_that_hears_no_leader_votes()
    {
        var voter = Follower(term: 2).Receives(Rival, Checking).State;
        Assert.Equal((9, S3), (voter.CurrentTerm, voter.VotedFor));
    }

    [Fact]
    public void A_candidate_that_stands_at_the_leaders_order_is_no_disruption()
    {
        var voter = Follower(term: 2, leader: S2).Receives(Rival with { IsTransfer = true }, Checking).State;
        Assert.Equal((9, S3), (voter.CurrentTerm, voter.VotedFor));
    }

    [Fact]
    public void A_candidate_of_an_older_term_is_told_so()
    {
        var follower = Follower(term: 2, leader: S2);
        follower.Receives(Rival with { Term = 1 }, Checking)
            .ShouldBe(follower, new Send(new RequestVoteReply(S1, S3, Term: 2, VoteGranted: false)));
    }

    [Fact]
    public void Without_the_option_servers_do_not_stick_to_their_leader() =>
        Assert.Equal(9, Follower(term: 2, leader: S2).After(Rival).CurrentTerm);

    private static ServerState Hearing(ServerState leader, params ServerId[] heard) =>
        leader with { Role = (Leader)leader.Role with { HeardFrom = ServerSet.Of(heard) } };

    private static ServerSet HeardBy(ServerState leader) => ((Leader)leader.Role).HeardFrom;
}
