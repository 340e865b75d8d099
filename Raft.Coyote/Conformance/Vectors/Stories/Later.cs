using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;
using static Raft.Coyote.Conformance.Vectors.Stories.Basics;

namespace Raft.Coyote.Conformance.Vectors.Stories;

/// <summary>What the later chapters promise.</summary>
internal static class Later
{
    private static readonly Options Changing = Figure2 with { Membership = Membership.SingleServer };

    public static IEnumerable<Story> All =>
    [
        BugOf2015(),
        Elected(Figure2 with { Membership = Membership.Joint }, 3).Talks(1, 3).LosesAll()
            .Happens(1, new ChangeMembers(ServerSet.Empty, Leaving: ServerSet.Of(S1)), "C-old,new")
            .Talks(1, 2, answered: "a majority of C-old, but not of C-new")
            .Talks(1, 3, answered: "of both: committed, and C-new follows")
            .Talks(1, 2, answered: "the leader does not count itself")
            .Talks(1, 3, answered: "C-new is committed: the leader steps down")
            .TimesOut(2, "those that are left elect another")
            .Talks(2, 3, answered: "s2 leads").As("joint-consensus-removes-the-leader", "paper, 6",
                "the leader steps down once it has committed the C-new log entry"),
        ElectedAfterAsking().Delivers(1, 2, "it hears its leader").LosesAll().TimesOut(3, "cut off, it asks first")
            .LosesAll().TimesOut(3, "and again: its term does not rise").Delivers(3, 2, "it would not vote: it hears its leader")
            .Delivers(2, 3, "refused")
            .Beats(1).Delivers(1, 3, "it follows again; nobody was disturbed")
            .As("a-server-cut-off-does-not-disturb", "dissertation, 9.6",
            "a server that cannot win an election does not raise its term"),
        Elected(Figure2, 3).Talks(1, 3).LosesAll().Asks(1, new Put("x", "1")).LosesAll()
            .Happens(1, new TransferLeadership(S3), "s3 lacks the put")
            .Asks(1, new Put("x", "2"), "no request is taken meanwhile")
            .Talks(1, 3, answered: "it has caught up: it is to stand").Delivers(1, 3, "it stands at once")
            .Talks(3, 1, "the old leader votes for it", "s3 leads")
            .As("leadership-transfer", "dissertation, 3.10", "the prior leader transfers leadership to the target"),
        Elected(Figure2 with { SnapshotChunk = 1 }, 3).Talks(1, 2).LosesAll().Asks(1, new Put("x", "1")).Talks(1, 2).LosesAll()
            .Asks(1, new Put("y", "2")).Talks(1, 2).LosesAll()
            .Happens(1, new TakeSnapshot(), "the log is discarded up to index 3")
            .Beats(1, "s3 needs what is gone: the first chunk goes out")
            .DeliversTwice(1, 3, "the first chunk", "the first chunk again").Delivers(3, 1, "the second chunk goes out")
            .Delivers(3, 1, "and once more").Delivers(1, 3, "installed").Delivers(1, 3, "it has it already")
            .Delivers(3, 1, "s3 has caught up")
            .Restarts(3, "it comes back with the snapshot")
            .As("a-snapshot-in-chunks", "paper, 7", "the leader must occasionally send snapshots to followers that lag behind"),
        Elected(Figure2 with { Reads = ReadRule.ReadIndex }, 3).Talks(1, 2, answered: "the no-op is committed")
            .LosesAll().Beats(1).Delivers(1, 2, "a heartbeat of before the read")
            .Asks(1, new Get("x"), "a round of heartbeats begins")
            .Delivers(2, 1, "an answer to the heartbeat before confirms nothing")
            .Asks(1, new Get("x"), "the client asks anew: that one waits for the next round")
            .Delivers(1, 2, "of the round").Delivers(2, 1, "the first round is confirmed, and the next begins")
            .Delivers(1, 2).Delivers(2, 1, "answered")
            .As("reads-by-read-index", "dissertation, 6.4", "processing read-only queries without the log"),
        Elected(Figure2 with { Reads = ReadRule.ReadIndexAtFollowers }, 3).Talks(1, 2, "no-op", "committed").LosesAll()
            .Beats(1).Delivers(1, 2).LosesAll().Asks(2, new Get("x"), "the follower asks its leader")
            .Delivers(2, 1, "the leader begins a round")
            .Talks(1, 2, answered: "confirmed: it tells its commitIndex").Delivers(1, 2, "applied already: answered")
            .As("a-read-at-a-follower", "dissertation, 6.4", "followers can help offload the processing of read-only queries"),
        Elected(Figure2 with { Reads = ReadRule.Lease }, 3).Talks(1, 2, "no-op", "committed").LosesAll()
            .Asks(1, new Get("x"), "no lease yet")
            .Talks(1, 2, "a round", "confirmed: answered, and the lease begins").Asks(1, new Get("x"), "answered at once")
            .TimesOut(3, "s3 did not hear the round").Delivers(3, 2, "s2 did: it keeps its vote").Beats(1, "a new round")
            .Happens(1, new LeaseExpired(), "that gives no lease when it is answered late")
            .Asks(1, new Get("x"), "it waits for the next round")
            .Talks(1, 2, answered: "confirmed, and no lease: the next round begins").Talks(1, 2, answered: "answered")
            .As("leases", "dissertation, 6.4.1", "the lease counts from when the round began"),
        Elected(Figure2 with { MaxSessions = 1, NoOpAtElection = false }, 3).LosesAll().Asks(1, new OpenSession())
            .Talks(1, 2, answered: "session 1").LosesAll()
            .Asks(1, new Numbered(1, 1, new Append("x", "a"))).Talks(1, 2, answered: "applied; the answer is lost").LosesAll()
            .TimesOut(2, "another leader").Talks(2, 3).LosesAll()
            .Asks(2, new Numbered(1, 1, new Append("x", "a")), "the client tries again")
            .TalksToTheEnd(2, 3).As("a-retry-takes-effect-once", "dissertation, 6.3", "implementing linearizable semantics"),
        Elected(Figure2 with { MaxInFlight = 2, MaxEntriesPerAppend = 1, NoOpAtElection = false }, 3).Talks(1, 2).LosesAll()
            .Asks(1, new Append("x", "a"), "ahead").Asks(1, new Append("x", "b"), "ahead")
            .Asks(1, new Append("x", "c"), "no room")
            .Delivers(1, 2).Delivers(2, 1, "room again").LosesAll().Beats(1, "both were lost").Talks(1, 2, "refused", "it probes")
            .Talks(1, 2, answered: "and sends ahead")
            .TalksToTheEnd(1, 2).As("a-pipeline-with-a-loss", "dissertation, 10.2.2", "pipelining"),
    ];

    /// <summary>The example of the post to raft-dev, with the remedy that it names.</summary>
    private static Story BugOf2015()
    {
        var story = new Telling(Changing, servers: 5, initial: ServerSet.FirstServers(4));
        story.Starts(1, Leader(1, Log(1), match: [0, 1, 1, 1], commit: 1, servers: 4));
        for (var server = 2; server <= 4; server++)
        {
            story.Starts(server, Follower(1, Log(1), votedFor: S1, leader: S1, commit: 1));
        }

        return story.Happens(1, new ChangeMembers(ServerSet.Of(S5)), "s1 adds s5; nobody else hears of it").LosesAll()
            .TimesOut(2, "term 2").Talks(2, 3).Talks(2, 4, answered: "s2 leads, and does not know of s5")
            .Happens(2, new ChangeMembers(ServerSet.Empty, Leaving: ServerSet.Of(S1)),
            "too early: it has committed nothing in its term")
            .Talks(2, 3, "the no-op").Talks(2, 4, "the no-op", "committed, on three of four")
            .Happens(2, new ChangeMembers(ServerSet.Empty, Leaving: ServerSet.Of(S1)), "now s1 may be removed")
            .Talks(2, 3, answered: "committed, on two of three").LosesAll()
            .Restarts(1, "s1 has its own configuration, of five").TimesOut(1, "term 2").LosesAll().TimesOut(1, "term 3")
            .Talks(1, 5, "s5 votes for it")
            .Talks(1, 4, "s4 does not: it holds the no-op of term 2", "two of five: there is no second leader")
            .Talks(1, 3, "nor does s3")
            .As("membership-bug-of-2015", "raft-dev, July 2015",
                "a leader may not append a C-new entry until it has committed an entry from its current term");
    }

    private static Telling ElectedAfterAsking() => new Telling(Figure2 with { PreVote = true, CheckQuorum = true }, 3)
        .TimesOut(1, "it asks first").Talks(1, 2, "it would vote", "it stands").Talks(1, 2, "it votes", "s1 leads in term 1");
}
