using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class PreVoteTests
{
    private const string Nothing = "Pre-Vote Changes Nothing";
    private const string Majority = "Pre-Vote Majority";

    [Fact]
    public void Nothing_changes_where_nothing_changes() => AssertHolds(
        Nothing, 1, Asked(Follower(S2, 1), Follower(S2, 1)), Step(Follower(S2, 1), Follower(S2, 2)));

    [Fact]
    public void Falls_when_the_term_changes() => AssertFalls(
        Nothing,
        1,
        1,
        "s1 only asked s2 whether it would vote for it in term 2, and its term went from 1 to 2",
        Asked(Follower(S2, 1), Follower(S2, 2)));

    [Fact]
    public void Falls_when_the_vote_changes() => AssertFalls(
        Nothing,
        1,
        1,
        "s1 only asked s2 whether it would vote for it in term 2, and its vote became one for s1",
        Asked(Follower(S2, 1), Follower(S2, 1, votedFor: S1)));

    [Fact]
    public void Falls_when_anything_else_changes() => AssertFalls(
        Nothing,
        1,
        1,
        "s1 only asked s2 whether it would vote for it in term 2, and its state is another",
        Asked(Follower(S2, 1, leader: S3), Follower(S2, 1)));

    [Fact]
    public void Falls_when_the_timer_begins_anew() => AssertFalls(
        Nothing,
        1,
        1,
        "s1 only asked s2 whether it would vote for it in term 2, and it began to wait anew for its election timeout",
        Asked(Follower(S2, 1), Follower(S2, 1), new ResetElectionTimer()));

    [Fact]
    public void An_election_after_the_pre_votes_of_a_majority_is_right() =>
        AssertHolds(Majority, 2, Asks(S1, 1), Answering(Follower(S2, 1)), Stands(S1, 2));

    [Fact]
    public void Where_no_pre_votes_are_used_none_are_needed() => AssertHolds(Majority, 0, Stands(S1, 2));

    [Fact]
    public void A_candidate_at_its_leaders_order_needs_none() => AssertHolds(Majority, 0, Asks(S2, 1), Stands(S1, 2, isTransfer: true));

    [Fact]
    public void Falls_when_pre_votes_about_another_term_are_counted() => AssertFalls(
        Majority,
        3,
        2,
        "s1 stands for election in term 3, and only {s1} would vote for it",
        Asks(S1, 1),
        Answering(Follower(S2, 1)),
        Stands(S1, 3));

    [Fact]
    public void Falls_when_a_server_that_hears_a_leader_would_vote() => AssertFalls(
        Majority,
        2,
        1,
        "s2 said that it would vote for s1 in term 2, although it hears a leader",
        Asks(S1, 1),
        Answering(Follower(S2, 1, leader: S3)));

    [Fact]
    public void Falls_when_a_server_of_that_term_would_vote() => AssertFalls(
        Majority,
        2,
        1,
        "s2 said that it would vote for s1 in term 2, although its term is 2",
        Asks(S1, 1),
        Answering(Follower(S2, 2)));

    [Theory]
    [InlineData("1:a", "1:b")]
    [InlineData("2:a")]
    public void Falls_when_a_server_with_a_better_log_would_vote(params string[] log) => AssertFalls(
        Majority,
        2,
        1,
        $"s2 said that it would vote for s1 in term 2, although its own log is more up-to-date: {LogOf(log)}",
        Asks(S1, 1),
        Answering(Follower(S2, 1, LogOf(log))));

    private static Handled Asked(ServerState before, ServerState after, params Effect[] effects) =>
        Receiving(new PreVote(S1, S2, 1, 0, 0), before, after, effects);

    private static Handled Asks(ServerId server, long term) => Handling(
        new ElectionTimeout(), Follower(server, term), Follower(server, term) with { Role = new PreCandidate(ServerSet.Of(server)) });

    private static Handled Answering(ServerState voter) => Receiving(
        new PreVote(S1, S2, 1, 1, 1), voter, voter, new Send(new PreVoteReply(S2, S1, voter.CurrentTerm, 2, VoteGranted: true)));

    private static Handled Stands(ServerId server, long term, bool isTransfer = false) => Handling(
        new ElectionTimeout(),
        Follower(server, term - 1),
        Candidate(server, term),
        new Send(new RequestVote(server, S2, term, 0, 0) { IsTransfer = isTransfer }));
}
