using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Figure 2, "RequestVote RPC: Receiver implementation".</summary>
public class RequestVoteReceiverTests
{
    [Fact]
    public void Rule_1_Reply_false_if_term_is_less_than_currentTerm()
    {
        var voter = Follower(term: 3);
        var step = voter.Receives(new RequestVote(S2, S1, Term: 2, LastLogIndex: 9, LastLogTerm: 2));
        step.ShouldBe(voter, new Send(new RequestVoteReply(S1, S2, Term: 3, VoteGranted: false)));
    }

    [Fact]
    public void Rule_2_If_votedFor_is_null_grant_vote_and_persist_it_before_responding()
    {
        var step = Follower(term: 3).Receives(new RequestVote(S2, S1, Term: 3, LastLogIndex: 0, LastLogTerm: 0));
        step.ShouldBe(
            Follower(term: 3, votedFor: S2),
            new ResetElectionTimer(),
            new Persist([new TermAndVote(3, S2)]),
            new Send(new RequestVoteReply(S1, S2, Term: 3, VoteGranted: true)));
    }

    [Fact]
    public void Rule_2_If_votedFor_is_candidateId_grant_the_same_vote_again()
    {
        var voter = Follower(term: 3, votedFor: S2);
        var step = voter.Receives(new RequestVote(S2, S1, Term: 3, LastLogIndex: 0, LastLogTerm: 0));
        step.ShouldBe(voter, new ResetElectionTimer(), new Send(new RequestVoteReply(S1, S2, Term: 3, VoteGranted: true)));
    }

    [Fact]
    public void Rule_2_If_votedFor_is_another_refuse()
    {
        var voter = Follower(term: 3, votedFor: S2);
        var step = voter.Receives(new RequestVote(S3, S1, Term: 3, LastLogIndex: 0, LastLogTerm: 0));
        step.ShouldBe(voter, new Send(new RequestVoteReply(S1, S3, Term: 3, VoteGranted: false)));
    }

    [Fact]
    public void A_vote_of_an_older_term_does_not_bind_and_the_new_term_and_vote_are_written_together()
    {
        var step = Follower(term: 3, votedFor: S2, leader: S2)
            .Receives(new RequestVote(S3, S1, Term: 4, LastLogIndex: 0, LastLogTerm: 0));
        step.ShouldBe(
            Follower(term: 4, votedFor: S3),
            new ResetElectionTimer(),
            new Persist([new TermAndVote(4, S3)]),
            new Send(new RequestVoteReply(S1, S3, Term: 4, VoteGranted: true)));
    }

    [Fact]
    public void A_candidate_and_a_leader_have_voted_for_themselves()
    {
        var request = new RequestVote(S2, S1, Term: 3, LastLogIndex: 9, LastLogTerm: 2);
        var refusal = new Send(new RequestVoteReply(S1, S2, Term: 3, VoteGranted: false));
        Candidate(term: 3).Receives(request).ShouldBe(Candidate(term: 3), refusal);
        Leader(term: 3).Receives(request).ShouldBe(Leader(term: 3), refusal);
    }

    [Theory]
    [InlineData(3, 2, true)] // the same log
    [InlineData(4, 2, true)] // same last term, longer
    [InlineData(2, 2, false)] // same last term, shorter
    [InlineData(1, 3, true)] // later last term, though shorter
    [InlineData(9, 1, false)] // earlier last term, though longer
    [InlineData(0, 0, false)] // no log at all
    public void Rule_2_Candidates_log_must_be_at_least_as_up_to_date(long lastLogIndex, long lastLogTerm, bool granted)
    {
        var voter = Follower(term: 4, log: Log(1, 1, 2));
        var step = voter.Receives(new RequestVote(S2, S1, Term: 4, lastLogIndex, lastLogTerm));
        Assert.Equal([new RequestVoteReply(S1, S2, Term: 4, granted)], step.Sent());
        Assert.Equal(granted ? S2 : null, step.State.VotedFor);
    }

    [Fact]
    public void A_refusal_for_the_log_in_a_newer_term_persists_the_term_and_keeps_the_vote_free()
    {
        var step = Follower(term: 3, log: Log(1), votedFor: S2)
            .Receives(new RequestVote(S3, S1, Term: 4, LastLogIndex: 0, LastLogTerm: 0));
        step.ShouldBe(
            Follower(term: 4, log: Log(1)),
            new Persist([new TermAndVote(4, null)]),
            new Send(new RequestVoteReply(S1, S3, Term: 4, VoteGranted: false)));
    }
}
