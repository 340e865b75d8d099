namespace Raft.Tests.Conformance;

/// <summary>What a server showed counts once it is on disk: a Ready of etcd's format tells so.</summary>
public class PersistenceTests
{
    /// <summary>A new server hears of a term, or is asked for its vote in it; it crashes and starts with an empty disk.</summary>
    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "Monotonic Term")]
    public void A_restart_may_lose_the_term_that_was_not_on_disk(bool isOnDisk, string? property)
    {
        var (trace, candidate, voter) = Asked();
        Grant(voter, candidate);
        if (isOnDisk)
        {
            voter.Says("Ready");
        }

        (voter.Term, voter.Vote, voter.Voters) = (0, "0", []);
        voter.Says("InitState");
        voter.Receives(Request(candidate, voter));
        var verdict = trace.Judge();
        Assert.Equal((property, isOnDisk), (verdict.Properties?.Refusal.Name, verdict.Steps is not null));
    }

    /// <summary>Figure 2: "updated on stable storage before responding to RPCs".</summary>
    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "answered before it was persisted")]
    public void An_answer_leaves_once_what_led_to_it_is_on_disk(bool isOnDisk, string? refused)
    {
        var (trace, candidate, voter) = Asked();
        Grant(voter, candidate);
        if (isOnDisk)
        {
            voter.Says("Ready");
        }

        candidate.Receives(Vote(voter, candidate));
        Assert.Equal(refused, trace.Judge().Steps?.Refusal.Name);
    }

    [Fact]
    public void It_may_be_an_older_answer_that_was_the_same()
    {
        var (trace, candidate, voter) = Asked();
        Grant(voter, candidate);
        voter.Says("Ready");
        voter.Receives(Request(candidate, voter));
        voter.Sends(Vote(voter, candidate));
        candidate.Receives(Vote(voter, candidate));
        Assert.Null(trace.Judge().First);
    }

    [Fact]
    public void An_answer_that_a_crash_took_back_never_left()
    {
        var (trace, candidate, voter) = Asked();
        Grant(voter, candidate);
        (voter.Term, voter.Vote) = (0, "0");
        voter.Says("InitState");
        candidate.Receives(Vote(voter, candidate));
        Assert.Equal("message from nowhere", trace.Judge().Steps?.Refusal.Name);
    }

    private static EtcdMessage Request(EtcdServer candidate, EtcdServer voter) =>
        new("MsgVote", candidate.Name, voter.Name, candidate.Term);

    private static EtcdMessage Vote(EtcdServer voter, EtcdServer candidate) =>
        new("MsgVoteResp", voter.Name, candidate.Name, candidate.Term);

    /// <summary>Two servers start with an empty disk, and one asks the other for its vote.</summary>
    private static (EtcdTrace Trace, EtcdServer Candidate, EtcdServer Voter) Asked()
    {
        var trace = new EtcdTrace();
        var (candidate, voter) = (trace.Server("1"), trace.Server("2"));
        foreach (var server in new[] { candidate, voter })
        {
            server.Voters = ["1", "2"];
            server.Says("InitState");
        }

        candidate.Stands(new EtcdMessage("MsgVote", "1", "2", 1));
        return (trace, candidate, voter);
    }

    private static void Grant(EtcdServer voter, EtcdServer candidate)
    {
        voter.Receives(Request(candidate, voter));
        voter.Term = candidate.Term;
        voter.Becomes("Follower");
        voter.Sends(Vote(voter, candidate));
        voter.Vote = candidate.Name;
    }
}
