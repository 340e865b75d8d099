using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Section 3.10 of the dissertation: a leader hands over its leadership.</summary>
public class LeadershipTransferTests
{
    private static readonly TransferLeadership ToS2 = new(S2);

    [Fact]
    public void A_target_that_has_all_of_the_log_is_ordered_to_stand_at_once()
    {
        var leader = Leader(term: 2, log: Log(1, 2), matchIndex: [0, 2, 0]);
        leader.Handles(ToS2).ShouldBe(
            HandingOver(leader, S2), new ResetElectionTimer(), new Send(new TimeoutNow(S1, S2, Term: 2)));
    }

    [Fact]
    public void A_target_that_lacks_entries_is_sent_them_first()
    {
        var leader = Leader(term: 2, log: Log(1, 2), nextIndex: [3, 2, 3]);
        leader.Handles(ToS2).ShouldBe(
            HandingOver(leader, S2),
            new ResetElectionTimer(),
            new Send(new AppendEntries(S1, S2, Term: 2, PrevLogIndex: 1, PrevLogTerm: 1, Entries(2, 2), LeaderCommit: 0)));
    }

    [Fact]
    public void Once_it_has_caught_up_it_is_ordered_to_stand_with_each_answer()
    {
        var leader = HandingOver(Leader(term: 2, log: Log(1, 2)), S2);
        var answer = new AppendEntriesReply(S2, S1, Term: 2, Success: true, PrevLogIndex: 0, MatchIndex: 2);
        var caughtUp = leader.Receives(answer);
        Assert.Equal([new TimeoutNow(S1, S2, Term: 2)], caughtUp.Sent());
        Assert.Equal([new TimeoutNow(S1, S2, Term: 2)], caughtUp.State.Receives(answer).Sent());
    }

    [Fact]
    public void An_answer_of_another_server_or_of_one_that_still_lacks_entries_orders_nothing()
    {
        var leader = HandingOver(Leader(term: 2, log: Log(1, 2)), S2);
        var others = leader.Receives(new AppendEntriesReply(S3, S1, Term: 2, Success: true, PrevLogIndex: 0, MatchIndex: 2));
        Assert.Empty(others.Sent().OfType<TimeoutNow>());
        var behind = leader.Receives(new AppendEntriesReply(S2, S1, Term: 2, Success: true, PrevLogIndex: 0, MatchIndex: 1));
        Assert.Empty(behind.Sent().OfType<TimeoutNow>());
    }

    [Fact]
    public void An_order_that_cannot_be_carried_out_is_ignored()
    {
        ServerState[] servers = [Follower(), Candidate(), HandingOver(Leader(), S3)];
        Assert.All(servers, server => server.Handles(ToS2).ShouldLeave(server));
        Leader().Handles(new TransferLeadership(S1)).ShouldLeave(Leader());
        Leader().Handles(new TransferLeadership(S4)).ShouldLeave(Leader());
    }

    [Fact]
    public void Meanwhile_the_leader_takes_no_requests()
    {
        var leader = HandingOver(Leader(term: 2), S2);
        leader.Handles(new ClientRequest(Request(1), new Get("x")))
            .ShouldBe(leader, new Reply(Request(1), new NotLeader(null)));
    }

    [Fact]
    public void The_target_stands_at_once_and_says_why()
    {
        var step = Follower(term: 2, leader: S2)
            .Receives(new TimeoutNow(S2, S1, Term: 2), new Options { PreVote = true, CheckQuorum = true });
        Assert.Equal(Candidate(term: 3), step.State);
        Assert.All(step.Sent(), message => Assert.True(Assert.IsType<RequestVote>(message).IsTransfer));
    }

    [Fact]
    public void Who_stands_for_another_reason_does_not_say_so() => Assert.All(
        Follower().Handles(new ElectionTimeout()).Sent(),
        message => Assert.False(Assert.IsType<RequestVote>(message).IsTransfer));

    [Fact]
    public void An_order_of_an_older_term_or_to_a_leader_is_ignored()
    {
        Follower(term: 3).Receives(new TimeoutNow(S2, S1, Term: 2)).ShouldLeave(Follower(term: 3));
        Leader(term: 2).Receives(new TimeoutNow(S2, S1, Term: 2)).ShouldLeave(Leader(term: 2));
    }

    [Fact]
    public void If_the_transfer_does_not_complete_within_an_election_timeout_requests_are_taken_again()
    {
        var leader = HandingOver(Leader(term: 2), S2);
        Assert.True(leader.HasElectionTimer);
        leader.Handles(new ElectionTimeout()).ShouldBe(Leader(term: 2));
    }

    [Fact]
    public void The_vote_request_of_the_target_deposes_the_leader()
    {
        var leader = HandingOver(Leader(term: 2), S2);
        var request = new RequestVote(S2, S1, Term: 3, LastLogIndex: 0, LastLogTerm: 0) { IsTransfer = true };
        Assert.Equal(Follower(term: 3, votedFor: S2), leader.Receives(request, new Options { CheckQuorum = true }).State);
    }

    [Fact]
    public void The_order_goes_to_the_same_server_by_another_name()
    {
        Assert.Equal(new TransferLeadership(S3), ToS2.Rename(_ => S3));
        Assert.Null(ToS2.Rename(_ => null));
    }

    private static ServerState HandingOver(ServerState leader, ServerId to) =>
        leader with { Role = (Leader)leader.Role with { TransferTo = to } };
}
