using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Figure 2, "Rules for Servers: Candidates (section 5.2)".</summary>
public class CandidatesTests
{
    [Fact]
    public void On_conversion_increment_currentTerm_vote_for_self_reset_election_timer_send_RequestVote_to_all_others()
    {
        var step = Follower(term: 4, log: Log(1, 3, 3), votedFor: S3, leader: S3).Handles(new ElectionTimeout());
        step.ShouldBe(
            Candidate(term: 5, log: Log(1, 3, 3)),
            new ResetElectionTimer(),
            new Persist([new TermAndVote(5, S1)]),
            new Send(new RequestVote(S1, S2, Term: 5, LastLogIndex: 3, LastLogTerm: 3)),
            new Send(new RequestVote(S1, S3, Term: 5, LastLogIndex: 3, LastLogTerm: 3)));
    }

    [Fact]
    public void A_server_that_never_ran_asks_with_an_empty_log()
    {
        var firstBoot = ServerState.AtStart(S1, ServerSet.FirstServers(3), PersistentState.FirstBoot);
        var expected = new RequestVote(S1, S2, Term: 1, LastLogIndex: 0, LastLogTerm: 0);
        Assert.Equal([expected, expected with { To = S3 }], firstBoot.Handles(new ElectionTimeout()).Sent());
    }

    [Fact]
    public void If_votes_received_from_majority_of_servers_become_leader()
    {
        var step = Candidate(term: 2, log: Log(1)).Receives(new RequestVoteReply(S3, S1, Term: 2, VoteGranted: true));
        Assert.Equal(new Leader(new IndexPerServer([2, 2, 2]), new IndexPerServer([0, 0, 0])), step.State.Role);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(5, 3)]
    [InlineData(6, 4)]
    [InlineData(7, 4)]
    public void A_majority_is_more_than_half_of_all_servers(int servers, int majority)
    {
        var server = Follower(servers: servers).Handles(new ElectionTimeout()).State;
        for (var votes = 1; votes < majority; votes++)
        {
            Assert.IsType<Candidate>(server.Role);
            server = server.After(new RequestVoteReply(new ServerId(votes + 1), S1, Term: 2, VoteGranted: true));
        }

        Assert.IsType<Leader>(server.Role);
    }

    [Fact]
    public void A_single_server_elects_itself_and_commits_at_once()
    {
        var step = Follower(servers: 1).Handles(new ElectionTimeout());
        step.ShouldBe(
            Leader(term: 2, servers: 1).WithLog(new Log([NoOp(2)])).Committed(1),
            new ResetElectionTimer(),
            new Persist([new TermAndVote(2, S1), new AppendAt(1, [NoOp(2)])]),
            new Apply(1, NoOp(2), new Result(true, null)));
    }

    [Fact]
    public void A_vote_that_arrives_twice_counts_once()
    {
        var vote = new RequestVoteReply(S2, S1, Term: 2, VoteGranted: true);
        var candidate = Candidate(term: 2, servers: 5).After(vote);
        Assert.Equal(Candidate(term: 2, votes: [S2], servers: 5), candidate);
        candidate.Receives(vote).ShouldLeave(candidate);
    }

    [Fact]
    public void A_vote_that_is_refused_does_not_count()
    {
        var candidate = Candidate(term: 2);
        candidate.Receives(new RequestVoteReply(S2, S1, Term: 2, VoteGranted: false)).ShouldLeave(candidate);
    }

    [Fact]
    public void A_vote_of_an_older_election_does_not_count()
    {
        var candidate = Candidate(term: 2);
        candidate.Receives(new RequestVoteReply(S2, S1, Term: 1, VoteGranted: true)).ShouldLeave(candidate);
    }

    [Fact]
    public void If_AppendEntries_received_from_new_leader_convert_to_follower()
    {
        var candidate = Candidate(term: 2, log: Log(1));
        var step = candidate.Receives(new AppendEntries(S3, S1, Term: 2, PrevLogIndex: 1, PrevLogTerm: 1, [], LeaderCommit: 0));
        step.ShouldBe(
            Follower(term: 2, log: Log(1), votedFor: S1, leader: S3),
            new ResetElectionTimer(),
            new Send(new AppendEntriesReply(S1, S3, Term: 2, Success: true, PrevLogIndex: 1, MatchIndex: 1)));
    }

    [Fact]
    public void If_the_term_in_AppendEntries_is_smaller_the_candidate_rejects_it_and_continues()
    {
        var candidate = Candidate(term: 2, log: Log(1));
        var step = candidate.Receives(new AppendEntries(S3, S1, Term: 1, PrevLogIndex: 1, PrevLogTerm: 1, [], LeaderCommit: 1));
        step.ShouldBe(
            candidate, new Send(new AppendEntriesReply(S1, S3, Term: 2, Success: false, PrevLogIndex: 1, MatchIndex: 0)));
    }

    [Fact]
    public void If_election_timeout_elapses_start_new_election_with_no_vote_but_its_own()
    {
        var step = Candidate(term: 2, votes: [S2], servers: 4).Handles(new ElectionTimeout());
        Assert.Equal(Candidate(term: 3, servers: 4), step.State);
        Assert.Equal([new Persist([new TermAndVote(3, S1)])], step.All<Persist>());
        Assert.Equal([S2, S3, S4], step.Sent().Select(message => message.To));
    }

    [Fact]
    public void A_candidate_has_no_followers_to_hear_from_or_to_send_to()
    {
        var candidate = Candidate(term: 2, log: Log(1));
        candidate.Handles(new HeartbeatDue()).ShouldLeave(candidate);
        candidate.Receives(new AppendEntriesReply(S2, S1, Term: 2, Success: true, PrevLogIndex: 0, MatchIndex: 1))
            .ShouldLeave(candidate);
    }

    [Fact]
    public void A_candidate_knows_no_leader_to_redirect_a_client_to()
    {
        var step = Candidate(term: 2).Handles(new ClientRequest(Request(1), new Get("x")));
        step.ShouldBe(Candidate(term: 2), new Reply(Request(1), new NotLeader(null)));
    }
}
