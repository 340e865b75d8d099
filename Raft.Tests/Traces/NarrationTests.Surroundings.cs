using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>Network, clients, and how a story ends.</summary>
public partial class NarrationTests
{
    [Fact]
    public void A_change_of_the_cluster()
    {
        var changing = new Rules(new Options(NoOpAtElection: false) { Membership = Membership.Joint });
        var alone = new TraceBuilder(1);
        alone.Handle(1, new ElectionTimeout(), changing);
        alone.Handle(1, new ChangeMembers(ServerSet.Of(S2), ServerSet.Of(S3), ServerSet.Of(S1)), changing);
        Assert.Equal(
            "s1 is ordered to take in s2, make s3 learner and let s1 go, "
                + "appends entry 1@1 (configuration {s1} and {s2} with learners {s3}), "
                + "sends AppendEntries to s2 and s3 (prev 0@0, entry 1)",
            Last(alone));
        alone.Handle(1, new ChangeMembers(ServerSet.Of(S3)), changing);
        Assert.Equal("s1 is ordered to take in s3, does nothing", Last(alone));
    }

    [Fact]
    public void The_surroundings()
    {
        var request = new RequestVote(S1, S2, 3, 7, 2);
        var vote = new RequestVoteReply(S2, S1, 3, VoteGranted: true);
        Tells("s3 crashes", new Crashed(S3));
        Tells("s3 stands still, with its memory", new Paused(S3));
        Tells("s3 runs again", new Resumed(S3));
        Tells("the network loses RequestVote of term 3 from s1 to s2 (last entry 7@2), sent at #5", new Lost(request, 5));
        Tells("the network doubles a vote of term 3 from s2 to s1, sent at #6", new Doubled(vote, 6));
        Tells("a partition cuts s1 off from s2 and s3", new Partitioned(ServerSet.Of(S1), ServerSet.Of(S2, S3), BothWays: true));
        Tells(
            "a partition cuts the way from s1 and s2 to s3, but not the way back",
            new Partitioned(ServerSet.Of(S1, S2), ServerSet.Of(S3), BothWays: false));
        Tells("the partition heals, all links work again", new Healed());
        Tells("from now on there are no more faults", new FaultsOver());
    }

    [Fact]
    public void The_clients()
    {
        Tells("c1 sends s2 the request c1#4 (append x+y)", new Called(Request, S2, new Append("x", "y")));
        Tells("c1 sends s2 the request c1#4 (cas x:none->y)", new Called(Request, S2, new CompareAndSet("x", null, "y")));
        Tells("the request c1#4 does not reach s2", new RequestLost(Request, S2));
        Tells("c1 gets the answer to c1#4 (ok, no value)", new Returned(Request, new Applied(new Result(true, null))));
        Tells("c1 gets the answer to c1#4 (failed, value 2)", new Returned(Request, new Applied(new Result(false, "2"))));
        Tells("c1 gets the answer to c1#4 (not the leader, s2 is)", new Returned(Request, new NotLeader(S2)));
        Tells("c1 waits no longer for the answer to c1#4", new GaveUp(Request));
    }

    [Fact]
    public void A_story_ends_with_the_property_that_fell_and_its_facts()
    {
        Sequence<Fact> facts = [new Fact(1, "s1 leads"), new Fact(2, "s2 leads")];
        var violation = new Violation("Election Safety", "s1 and s2 both lead term 3", facts);
        var trace = builder.Then(new Crashed(S3)).Then(new Healed()).BuildFailed(violation);
        Assert.Equal(
            [
                "#1 s3 crashes",
                "#2 the partition heals, all links work again",
                "Election Safety fell: s1 and s2 both lead term 3",
                "  #1 s1 leads",
                "  #2 s2 leads",
            ],
            Narration.Story(trace));
        Assert.Equal(["No property fell."], Narration.Story(new TraceBuilder().Build()));
    }

    private static void Tells(string sentence, Happening happening) => Assert.Equal(sentence, Narration.Tell(happening));
}
