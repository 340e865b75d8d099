using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Section 9.6 of the dissertation: a server asks whether it would be elected before it raises its term.</summary>
public class PreVoteTests
{
    private static readonly Options Asking = new(NoOpAtElection: false) { PreVote = true };
    private static readonly PreVote Question = new(S2, S1, Term: 2, LastLogIndex: 1, LastLogTerm: 1);

    [Fact]
    public void If_election_timeout_elapses_a_follower_asks_first_and_keeps_its_term_and_vote()
    {
        var step = Follower(term: 2, log: Log(1), votedFor: S3, leader: S3).Handles(new ElectionTimeout(), Asking);
        step.ShouldBe(
            PreCandidate(term: 2, votedFor: S3, S1),
            new ResetElectionTimer(),
            new Send(new PreVote(S1, S2, Term: 2, LastLogIndex: 1, LastLogTerm: 1)),
            new Send(new PreVote(S1, S3, Term: 2, LastLogIndex: 1, LastLogTerm: 1)));
    }

    [Fact]
    public void A_candidate_that_was_not_elected_asks_again()
    {
        var step = Candidate(term: 2, log: Log(1)).Handles(new ElectionTimeout(), Asking);
        Assert.Equal(PreCandidate(term: 2, votedFor: S1, S1), step.State);
        Assert.All(step.Sent(), message => Assert.Equal(3, Assert.IsType<PreVote>(message).NextTerm));
    }

    [Fact]
    public void A_pre_candidate_asks_anew_and_forgets_who_answered()
    {
        var four = ServerSet.FirstServers(4);
        var step = (PreCandidate(2, null, S1, S2) with { Servers = four }).Handles(new ElectionTimeout(), Asking);
        Assert.Equal(new PreCandidate(ServerSet.Of(S1)), step.State.Role);
    }

    [Fact]
    public void A_server_alone_needs_to_ask_nobody() =>
        Assert.IsType<Leader>(Follower(servers: 1).Handles(new ElectionTimeout(), Asking).State.Role);

    [Fact]
    public void Once_a_majority_would_vote_for_it_it_becomes_a_candidate()
    {
        var step = PreCandidate(2, S3, S1).Receives(new PreVoteReply(S3, S1, Term: 2, NextTerm: 3, VoteGranted: true), Asking);
        Assert.Equal(Candidate(term: 3, log: Log(1)), step.State);
        Assert.All(step.Sent(), message => Assert.IsType<RequestVote>(message));
    }

    [Fact]
    public void An_answer_from_a_server_in_an_older_term_counts() => Assert.IsType<Candidate>(
        PreCandidate(2, null, S1).After(new PreVoteReply(S3, S1, Term: 1, NextTerm: 3, VoteGranted: true)).Role);

    [Theory]
    [InlineData(2, false)]
    [InlineData(4, true)]
    [InlineData(3, false)]
    public void A_refusal_or_an_answer_about_another_term_does_not_count(long nextTerm, bool granted)
    {
        var asking = PreCandidate(2, null, S1);
        asking.Receives(new PreVoteReply(S3, S1, Term: 2, nextTerm, granted), Asking).ShouldLeave(asking);
    }

    [Fact]
    public void A_majority_is_that_of_the_cluster_and_an_answer_that_comes_twice_counts_once()
    {
        var answer = new PreVoteReply(S3, S1, Term: 2, NextTerm: 3, VoteGranted: true);
        var asking = PreCandidate(2, null, S1) with { Servers = ServerSet.FirstServers(5) };
        Assert.Equal(new PreCandidate(ServerSet.Of(S1, S3)), asking.After(answer, answer).Role);
    }

    [Fact]
    public void An_answer_that_tells_of_a_newer_term_brings_the_server_there()
    {
        var step = PreCandidate(2, S1, S1).Receives(new PreVoteReply(S3, S1, Term: 5, NextTerm: 3, VoteGranted: false), Asking);
        step.ShouldBe(Follower(term: 5, log: Log(1)), new Persist([new TermAndVote(5, null)]));
    }

    [Fact]
    public void Who_does_not_ask_takes_no_answers()
    {
        var follower = Follower(term: 2);
        follower.Receives(new PreVoteReply(S3, S1, Term: 2, NextTerm: 3, VoteGranted: true), Asking).ShouldLeave(follower);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, true)]
    [InlineData(3, false)]
    public void A_server_would_vote_in_a_term_newer_than_its_own(long term, bool granted)
    {
        var voter = Follower(term, log: Log(1));
        voter.Receives(Question, Asking).ShouldBe(voter, Answer(term, granted));
    }

    [Fact]
    public void A_server_would_not_vote_for_a_log_that_is_less_up_to_date()
    {
        var voter = Follower(term: 2, log: Log(1, 1));
        voter.Receives(Question, Asking).ShouldBe(voter, Answer(2, granted: false));
    }

    [Fact]
    public void A_server_that_hears_a_leader_would_not_vote()
    {
        var follower = Follower(term: 2, leader: S3);
        follower.Receives(Question, Asking).ShouldBe(follower, Answer(2, granted: false));
        var leader = Leader(term: 2);
        leader.Receives(Question, Asking).ShouldBe(leader, Answer(2, granted: false));
    }

    [Fact]
    public void Another_pre_candidate_and_a_candidate_would_vote()
    {
        var asking = PreCandidate(2, S1, S1);
        asking.Receives(Question, Asking).ShouldBe(asking, Answer(2, granted: true));
        Candidate(term: 2).Receives(Question, Asking).ShouldBe(Candidate(term: 2), Answer(2, granted: true));
    }

    [Fact]
    public void A_pre_candidate_that_hears_from_a_leader_follows_it_and_keeps_its_vote() => Assert.Equal(
        Follower(term: 2, log: Log(1), votedFor: S3, leader: S3),
        PreCandidate(2, S3, S1).After(new AppendEntries(S3, S1, Term: 2, PrevLogIndex: 1, PrevLogTerm: 1, [], LeaderCommit: 0)));

    private static Send Answer(long term, bool granted) => new(new PreVoteReply(S1, S2, term, NextTerm: 3, granted));

    private static ServerState PreCandidate(long term, ServerId? votedFor, params ServerId[] granted) =>
        Follower(term, log: Log(1), votedFor: votedFor) with { Role = new PreCandidate(ServerSet.Of(granted)) };
}
