using Raft.Core.Protocol;
using Raft.Coyote.Mutants;

namespace Raft.Tests.Mutants;

/// <summary>
/// The bugs that lie deepest, each with a story told by hand that ends in the harm it does. Raft itself, and
/// what is harmless, come through the same story unharmed.
/// </summary>
public class StoryTests
{
    private const string Raft = "";

    [Theory]
    [InlineData("old-term-ack-accepted", true)]
    [InlineData(Raft, false)]
    public void An_acknowledgement_from_an_earlier_term_loses_an_entry(string mutant, bool isLost)
    {
        var cluster = Cluster(mutant);
        OverwriteWhatServer2Has(cluster, out var late);
        cluster.Ask(1);
        cluster.Replicate(1, 4);
        cluster.Give(1, new Receive(late));
        AssertSecondEntryIsLost(cluster, isLost);
    }

    [Theory]
    [InlineData("match-not-reset", true)]
    [InlineData(Raft, false)]
    public void A_match_index_from_an_earlier_leadership_loses_an_entry(string mutant, bool isLost)
    {
        var cluster = Cluster(mutant);
        OverwriteWhatServer2Has(cluster, out _, acknowledgeAtOnce: true);
        cluster.Ask(1);
        cluster.Replicate(1, 4);
        AssertSecondEntryIsLost(cluster, isLost);
    }

    /// <summary>
    /// s1 leads term 1 and gives s2 two entries; s3 leads term 2 and replaces them by one of its own, everywhere but at s5; s1
    /// leads term 3. Of its followers only s2 once held a second entry.
    /// </summary>
    private static void OverwriteWhatServer2Has(
        HandDrivenCluster cluster, out AppendEntriesReply late, bool acknowledgeAtOnce = false)
    {
        cluster.TimeOut(1, 2, 3);
        cluster.Ask(1);
        cluster.Ask(1);
        cluster.Deliver<AppendEntries>(1, 2);
        late = cluster.Take<AppendEntriesReply>(2, 1);
        if (acknowledgeAtOnce)
        {
            cluster.Give(1, new Receive(late));
        }

        cluster.TimeOut(3, 4, 5);
        cluster.Ask(3);
        Array.ForEach([1, 2, 4], follower => cluster.Deliver<AppendEntries>(3, follower));
        cluster.TimeOut(1, 2, 4);
        Assert.Equal((3, 1), (cluster[1].CurrentTerm, cluster[1].Log.LastIndex));
    }

    /// <summary>s3, which does not have the second entry of s1, is elected by two others that do not have it.</summary>
    private static void AssertSecondEntryIsLost(HandDrivenCluster cluster, bool isLost)
    {
        var tookItForCommitted = cluster[1].CommitIndex == 2;
        cluster.Restart(3);
        cluster.TimeOut(3);
        cluster.TimeOut(3, 2, 5);
        Assert.IsType<Leader>(cluster[3].Role);
        Assert.False(cluster[3].Log.Contains(2));
        Assert.Equal(isLost, tookItForCommitted);
    }

    /// <summary>Figure 8 of the paper, (a) to (d).</summary>
    [Theory]
    [InlineData("commit-prior-term", true)]
    [InlineData(Raft, false)]
    public void Figure_8(string mutant, bool isLost)
    {
        var cluster = Cluster(mutant);
        cluster.TimeOut(1, 2, 3);
        cluster.Ask(1);
        cluster.Deliver<AppendEntries>(1, 2);
        cluster.TimeOut(5);
        cluster.TimeOut(5, 3, 4);
        cluster.Ask(5);
        cluster.Restart(1);
        cluster.TimeOut(1);
        cluster.TimeOut(1, 2, 3, 4);
        var old = cluster[1].Log[1];
        cluster.Give(1, new HeartbeatDue());
        cluster.Replicate(1, 3);
        cluster.Replicate(1, 3);
        cluster.Replicate(1, 2);
        var tookItForCommitted = cluster[1].CommitIndex == 1;
        cluster.Restart(5);
        cluster.TimeOut(5);
        cluster.TimeOut(5, 2, 3, 4);
        Assert.IsType<Leader>(cluster[5].Role);
        Assert.NotEqual(old, cluster[5].Log[1]);
        Assert.Equal(isLost, tookItForCommitted);
    }

    /// <summary>
    /// s5 votes for s4 in term 1, in which s1 wins and commits an entry with s2 and s5. In term 2 s5 votes for s2, and crashes
    /// amid the write: its disk says term 2, and still s4. So s4, which lacks the entry, has that vote if nobody compares logs.
    /// </summary>
    [Theory]
    [InlineData("torn-vote-unchecked", true)]
    [InlineData("term-vote-torn", false)]
    [InlineData(Raft, false)]
    public void A_vote_torn_from_its_term(string mutant, bool isLost)
    {
        var cluster = Cluster(mutant);
        cluster.TimeOut(4, 5);
        cluster.TimeOut(1, 2, 3);
        cluster.Ask(1);
        cluster.Replicate(1, 2);
        cluster.Replicate(1, 5);
        Assert.Equal(1, cluster[1].CommitIndex);
        cluster.Give(2, new ElectionTimeout());
        cluster.GiveAndCrash(5, new Receive(cluster.Take<RequestVote>(2, 5)), recordsKept: 1);
        cluster.TimeOut(4, 3, 5);
        Assert.Equal(isLost, cluster[4].Role is Leader);
        Assert.False(cluster[4].Log.Contains(1));
    }

    /// <summary>
    /// A leader with four entries, followers with none, and two heartbeats on their way at once. All messages arrive, in turn.
    /// </summary>
    [Theory]
    [InlineData("heartbeat-nack-overwrites-probe", false)]
    [InlineData(Raft, true)]
    public void Two_heartbeats_at_once(string mutant, bool convergesInTheEnd)
    {
        var cluster = Cluster(mutant);
        cluster.TimeOut(1, 2, 3);
        Array.ForEach([1, 2, 3, 4], _ => cluster.Ask(1));
        Array.ForEach([1, 2, 3, 4], _ => cluster.Replicate(1, 3));
        cluster.TimeOut(3, 4, 5);
        cluster.Give(3, new HeartbeatDue());
        cluster.Give(3, new HeartbeatDue());
        for (var delivered = 0; delivered < 1000 && !cluster.IsQuiet; delivered++)
        {
            cluster.DeliverOldest();
        }

        Assert.Equal(convergesInTheEnd, cluster[2].Log.Equals(cluster[3].Log));
        Assert.Equal(convergesInTheEnd, cluster.IsQuiet);
    }

    private static HandDrivenCluster Cluster(string mutant)
    {
        var options = Given.Options with { MaxEntriesPerAppend = int.MaxValue };
        return new(mutant == Raft ? new Rules(options) : Catalogue.Find(mutant)!.Rules(options), servers: 5);
    }
}
