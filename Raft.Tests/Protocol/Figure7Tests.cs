using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>
/// Figure 7: "When the leader at the top comes to power, it is possible that any of scenarios (a-f) could occur in follower
/// logs". The no-op of its term goes along, or nothing would delete what (c) and (d) have too much.
/// </summary>
public class Figure7Tests
{
    private static readonly Log LeadersLog = Log(1, 1, 1, 4, 4, 5, 5, 6, 6, 6);

    public static TheoryData<string, long[], int, int> FollowersAndRoundTrips => new()
    {
        { "a", [1, 1, 1, 4, 4, 5, 5, 6, 6], 2, 2 },
        { "b", [1, 1, 1, 4], 7, 2 },
        { "c", [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6], 1, 1 },
        { "d", [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7], 1, 1 },
        { "e", [1, 1, 1, 4, 4, 4, 4], 6, 3 },
        { "f", [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3], 8, 3 },
    };

    [Theory]
    [MemberData(nameof(FollowersAndRoundTrips))]
    public void The_leader_brings_the_followers_log_to_its_own(string name, long[] terms, int byOneStep, int byConflictTerm)
    {
        Check(name, terms, BackTracking.OneStep, byOneStep);
        Check(name, terms, BackTracking.ByConflictTerm, byConflictTerm);
    }

    private static void Check(string name, long[] terms, BackTracking backTracking, int roundTrips)
    {
        var options = new Options(backTracking);
        var follower = Follower(term: 7, log: Log(terms), servers: 7) with { Id = S2 };
        var exchange = Exchange.From(ComeToPower(options), follower, options);
        Assert.Equal(LeadersLog.Append(NoOp(8)), exchange.Follower.Log);
        Assert.Equal(exchange.Follower.Log, exchange.Leader.Log);
        Assert.Equal((name, backTracking, roundTrips), (name, backTracking, exchange.RoundTrips));
    }

    private static Step ComeToPower(Options options) =>
        Candidate(term: 8, log: LeadersLog, votes: [S3, S4], servers: 7)
            .Receives(new RequestVoteReply(S5, S1, Term: 8, VoteGranted: true), options);
}
