namespace Raft.Tests.Conformance;

/// <summary>A server that hears its leader may leave a candidate alone (section 4.2.3 of the dissertation).</summary>
public class LeaseTests
{
    private static readonly EtcdMessage Request = new("MsgVote", "3", "2", Term: 2);

    /// <summary>It may have the candidate's term from a message that is not logged, and then it has nothing to answer.</summary>
    [Fact]
    public void A_candidate_that_was_left_alone_is_not_answered_though_its_term_is_adopted()
    {
        var (trace, follower) = Asked();
        AdoptTerm(follower);
        follower.Says("Ready");
        Assert.Null(trace.Judge().First);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "wrong message")]
    public void It_may_be_answered_and_rightly(bool refuses, string? refused)
    {
        var (trace, follower) = Asked();
        AdoptTerm(follower);
        follower.Sends(new EtcdMessage("MsgVoteResp", "2", "3", Term: 2, Reject: refuses));
        Assert.Equal(refused, trace.Judge().Steps?.Refusal.Name);
    }

    [Fact]
    public void One_that_hears_no_leader_must_answer()
    {
        var (trace, candidate) = Candidate();
        var other = trace.Server("2");
        other.Voters = ["1", "2", "3"];
        other.Says("InitState");
        candidate.Stands(Request with { Term = 1 });
        other.Receives(Request with { Term = 1 });
        other.Term = 1;
        other.Becomes("Follower");
        other.Says("Ready");
        Assert.Equal("step not finished", trace.Judge().Steps?.Refusal.Name);
    }

    private static (EtcdTrace Trace, EtcdServer Candidate) Candidate()
    {
        var trace = new EtcdTrace();
        var candidate = trace.Server("3");
        candidate.Voters = ["1", "2", "3"];
        candidate.Says("InitState");
        return (trace, candidate);
    }

    private static void AdoptTerm(EtcdServer follower)
    {
        (follower.Term, follower.Vote) = (2, "0");
        follower.Becomes("Follower");
    }

    /// <summary>Server 1 leads term 1, server 2 hears of it, server 3 stands in term 2 and asks server 2.</summary>
    private static (EtcdTrace Trace, EtcdServer Follower) Asked()
    {
        var (trace, candidate) = Candidate();
        var (leader, follower) = (trace.Server("1"), trace.Server("2"));
        foreach (var server in new[] { leader, follower })
        {
            server.Voters = ["1", "2", "3"];
            server.Says("InitState");
        }

        Elect(leader, follower);
        var heartbeat = new EtcdMessage("MsgHeartbeat", "1", "2", Term: 1);
        leader.Sends(heartbeat);
        leader.Says("Ready");
        follower.Receives(heartbeat);
        follower.Sends(new EtcdMessage("MsgHeartbeatResp", "2", "1", Term: 1));
        (candidate.Term, candidate.Role) = (1, "Follower");
        candidate.Says("BecomeFollower");
        candidate.Stands(Request);
        follower.Receives(Request);
        return (trace, follower);
    }

    private static void Elect(EtcdServer leader, EtcdServer follower)
    {
        var (request, vote) = (new EtcdMessage("MsgVote", "1", "2", Term: 1), new EtcdMessage("MsgVoteResp", "2", "1", Term: 1));
        leader.Stands(request);
        follower.Receives(request);
        follower.Term = 1;
        follower.Becomes("Follower");
        follower.Sends(vote);
        follower.Vote = "1";
        follower.Says("Ready");
        leader.Receives(vote);
        leader.Becomes("Leader");
    }
}
