using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Figure 2, "Rules for Servers: Followers (section 5.2)".</summary>
public class FollowersTests
{
    private static readonly ServerState FollowerOfS2 = Follower(term: 2, log: Log(1, 2), votedFor: S2, leader: S2);

    [Fact]
    public void Respond_to_RPCs_from_candidates()
    {
        var step = FollowerOfS2.Receives(new RequestVote(S3, S1, Term: 2, LastLogIndex: 2, LastLogTerm: 2));
        step.ShouldBe(FollowerOfS2, new Send(new RequestVoteReply(S1, S3, Term: 2, VoteGranted: false)));
    }

    [Fact]
    public void Respond_to_RPCs_from_leaders()
    {
        var step = FollowerOfS2
            .Receives(new AppendEntries(S2, S1, Term: 2, PrevLogIndex: 2, PrevLogTerm: 2, [], LeaderCommit: 0));
        step.ShouldBe(
            FollowerOfS2,
            new ResetElectionTimer(),
            new Send(new AppendEntriesReply(S1, S2, Term: 2, Success: true, PrevLogIndex: 2, MatchIndex: 2)));
    }

    [Fact]
    public void If_election_timeout_elapses_convert_to_candidate()
    {
        var step = FollowerOfS2.Handles(new ElectionTimeout());
        step.ShouldBe(
            Candidate(term: 3, log: Log(1, 2)),
            new ResetElectionTimer(),
            new Persist([new TermAndVote(3, S1)]),
            new Send(new RequestVote(S1, S2, Term: 3, LastLogIndex: 2, LastLogTerm: 2)),
            new Send(new RequestVote(S1, S3, Term: 3, LastLogIndex: 2, LastLogTerm: 2)));
    }

    [Fact]
    public void AppendEntries_from_the_current_leader_puts_the_timeout_off_even_when_refused()
    {
        var refused = FollowerOfS2
            .Receives(new AppendEntries(S2, S1, Term: 2, PrevLogIndex: 7, PrevLogTerm: 2, [], LeaderCommit: 0));
        Assert.Equal(new ResetElectionTimer(), refused.Effects[0]);
    }

    [Fact]
    public void AppendEntries_from_an_old_leader_does_not_put_the_timeout_off()
    {
        var step = FollowerOfS2
            .Receives(new AppendEntries(S3, S1, Term: 1, PrevLogIndex: 0, PrevLogTerm: 0, [], LeaderCommit: 0));
        Assert.Empty(step.All<ResetElectionTimer>());
    }

    [Fact]
    public void Granting_a_vote_puts_the_timeout_off()
    {
        var step = Follower(term: 2).Receives(new RequestVote(S3, S1, Term: 2, LastLogIndex: 0, LastLogTerm: 0));
        Assert.Equal(new ResetElectionTimer(), step.Effects[0]);
    }

    [Fact]
    public void Refusing_a_vote_does_not_put_the_timeout_off()
    {
        var step = FollowerOfS2.Receives(new RequestVote(S3, S1, Term: 3, LastLogIndex: 1, LastLogTerm: 1));
        Assert.Equal([new RequestVoteReply(S1, S3, Term: 3, VoteGranted: false)], step.Sent());
        Assert.Empty(step.All<ResetElectionTimer>());
    }

    [Fact]
    public void Followers_are_passive_they_send_no_heartbeats_and_take_no_replies()
    {
        FollowerOfS2.Handles(new HeartbeatDue()).ShouldLeave(FollowerOfS2);
        FollowerOfS2.Receives(new RequestVoteReply(S3, S1, Term: 2, VoteGranted: true)).ShouldLeave(FollowerOfS2);
        FollowerOfS2.Receives(new AppendEntriesReply(S3, S1, Term: 2, Success: true, PrevLogIndex: 2, MatchIndex: 2))
            .ShouldLeave(FollowerOfS2);
    }

    [Fact]
    public void If_a_client_contacts_a_follower_the_follower_redirects_it_to_the_leader()
    {
        var step = FollowerOfS2.Handles(new ClientRequest(Request(1), new Put("x", "1")));
        step.ShouldBe(FollowerOfS2, new Reply(Request(1), new NotLeader(S2)));
    }

    [Fact]
    public void A_follower_that_has_not_heard_from_a_leader_of_this_term_names_none()
    {
        var follower = FollowerOfS2.After(new RequestVote(S3, S1, Term: 3, LastLogIndex: 2, LastLogTerm: 2));
        var step = follower.Handles(new ClientRequest(Request(1), new Get("x")));
        step.ShouldBe(follower, new Reply(Request(1), new NotLeader(null)));
    }
}
