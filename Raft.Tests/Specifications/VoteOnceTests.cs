using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class VoteOnceTests
{
    private const string Name = "Vote Once";

    [Fact]
    public void Holds_for_one_vote_in_each_term() => AssertHolds(
        Name,
        0,
        Answering(S1, S2, 1, granted: true),
        Answering(S1, S3, 2, granted: true),
        Answering(S2, S2, 1, granted: true));

    [Fact]
    public void Holds_when_the_same_candidate_gets_the_vote_again_and_another_does_not() => AssertHolds(
        Name,
        2,
        Answering(S1, S2, 1, granted: true),
        Answering(S1, S2, 1, granted: true),
        Answering(S1, S3, 1, granted: false));

    [Fact]
    public void Is_exercised_only_by_later_steps_and_by_requests_of_the_term() => AssertHolds(
        Name,
        0,
        Standing(S1, 2),
        Receiving(
            new RequestVote(S2, S1, 1, 0, 0),
            Candidate(S1, 2),
            Candidate(S1, 2),
            new Send(new RequestVoteReply(S1, S2, 2, VoteGranted: false))));

    [Fact]
    public void Falls_at_a_second_vote_in_a_term() => AssertFalls(
        Name,
        2,
        1,
        "in term 1 s1 voted for s2 and for s3",
        Answering(S1, S2, 1, granted: true),
        Answering(S1, S3, 1, granted: true));

    [Fact]
    public void Falls_when_a_candidate_votes_for_another() => AssertFalls(
        Name,
        2,
        1,
        "in term 2 s1 voted for s1 and for s3",
        Standing(S1, 2),
        Answering(S1, S3, 2, granted: true));

    [Fact]
    public void Falls_when_a_crash_makes_a_server_forget_its_vote() => AssertFalls(
        Name,
        3,
        1,
        "in term 1 s1 voted for s2 and for s1",
        Answering(S1, S2, 1, granted: true).CrashedAfter(1),
        Restarting(Follower(S1, 0)),
        Standing(S1, 1));

    [Fact]
    public void Does_not_count_a_vote_that_a_crash_prevented() => AssertHolds(
        Name,
        0,
        Answering(S1, S2, 1, granted: true).CrashedAfter(0),
        Answering(S1, S3, 1, granted: true));

    private static Handled Answering(ServerId voter, ServerId candidate, long term, bool granted) => Receiving(
        new RequestVote(candidate, voter, term, 0, 0),
        Follower(voter, term),
        Follower(voter, term),
        new Send(new RequestVoteReply(voter, candidate, term, granted)));

    private static Handled Standing(ServerId server, long term) => Handling(
        new ElectionTimeout(),
        Follower(server, term - 1),
        Candidate(server, term),
        new Send(new RequestVote(server, S2, term, 0, 0)),
        new Send(new RequestVote(server, S3, term, 0, 0)));
}
