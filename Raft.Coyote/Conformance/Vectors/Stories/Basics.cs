using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Stories;

/// <summary>Elections, replication and restarts as every Raft must do them.</summary>
internal static class Basics
{
    private static readonly Options NoNoOp = Figure2 with { NoOpAtElection = false };

    public static IEnumerable<Story> All =>
    [
        Elected(Figure2).Talks(1, 3, "the no-op", "a majority holds it: committed").LosesAll().Asks(1, new Put("x", "1"))
            .Talks(1, 2, "no-op and put", "committed, applied, answered").Beats(1)
            .Delivers(1, 2, "the follower learns that it is committed")
            .As("first-election-and-a-write", "paper, 5.3",
            "When the entry has been safely replicated, the leader applies the entry to its "
                + "state machine and returns the result of that execution to the client."),
        new Telling(Figure2, 3).TimesOut(1).TimesOut(2, "both stand in term 1").Delivers(1, 2, "refused")
            .Delivers(2, 1, "refused")
            .LosesAll().TimesOut(2, "a new term").Talks(2, 1, "it converts to follower and votes", "elected")
            .As("split-vote", "paper, 5.2", "each candidate will time out and start a new election by incrementing its term"),
        new Telling(Figure2, 3).TimesOut(1).Delivers(1, 3, "s3 votes for s1 in term 1")
            .Restarts(3, "it comes back, and knows its vote")
            .TimesOut(2, "s2 stands in the same term").Talks(2, 3, "refused", "not elected")
            .Delivers(3, 1, "the vote given before the crash counts")
            .As("a-vote-survives-a-restart", "paper, 5.2", "Each server will vote for at most one candidate in a given term"),
        Elected(NoNoOp).LosesAll().Asks(1, new Put("x", "1"), "never committed: s1 is cut off").LosesAll()
            .TimesOut(3, "term 2").Talks(3, 2, answered: "s3 leads").LosesAll().Asks(3, new Put("x", "2"))
            .Talks(3, 2, answered: "committed in term 2").Beats(1, "the old leader does not know it")
            .Delivers(1, 2, "refused: of an older term")
            .Delivers(2, 1, "it learns of term 2 and follows").Delivers(3, 1, "its entry of term 1 is replaced")
            .TalksToTheEnd(1, 3)
            .As("a-stale-leader-is-fenced-off", "paper, 5.1",
            "If a candidate or leader discovers that its term is out of date, it "
                + "immediately reverts to follower state."),
        Elected(NoNoOp).Delivers(1, 3).LosesAll().Asks(1, new Append("x", "a")).DeliversTwice(1, 2, "appended", "there already")
            .Delivers(2, 1, "committed").Delivers(2, 1, "the same again changes nothing").Beats(1)
            .DeliversTwice(1, 3, "its entry first", "there already").Delivers(3, 1).Delivers(3, 1, "late")
            .LosesAll().Asks(1, new Append("x", "b")).Talks(1, 2).LosesAll().Beats(1)
            .Delivers(1, 3, "a heartbeat, which says that b is committed: s3 lacks it", keeps: true)
            .Delivers(3, 1, "so b is sent once more")
            .Delivers(1, 3, "the heartbeat again").Delivers(1, 3, "b").Delivers(3, 1, "a late answer takes nothing back")
            .Delivers(3, 1, "s3 has caught up")
            .As("duplicates-and-late-replies", "ours", "replies may be lost, late and doubled: each says what it answers"),
        Elected(NoNoOp).LosesAll().Asks(1, new Put("x", "1")).Talks(1, 2, "s2 holds it", "committed").LosesAll()
            .TimesOut(3, "s3 stands, without the entry").Talks(3, 1, "refused, but s1 takes over the term and follows")
            .LosesAll().TimesOut(1, "term 3").Talks(1, 2, answered: "it leads again; what it knew of s2 counts no more")
            .As("elected-again-matchIndex-begins-anew", "paper, Figure 2",
            "Volatile state on leaders: reinitialized after election"),
        Elected(NoNoOp).LosesAll().Asks(1, new Put("x", "1")).Talks(1, 2, answered: "committed").LosesAll()
            .Restarts(1, "all but the disk is lost")
            .TimesOut(1).Talks(1, 2, answered: "it leads; nothing is known to be committed").LosesAll().Asks(1, new Get("x"))
            .Talks(1, 2, answered: "both are committed, applied in order, and the new one is answered")
            .As("a-leader-restarts", "paper, Figure 2", "commitIndex: initialized to 0; lastApplied: initialized to 0"),
    ];

    /// <summary>Three servers, of which s1 is elected by s2 in term 1.</summary>
    public static Telling Elected(Options options, int servers = 3) =>
        new Telling(options, servers).TimesOut(1).Talks(1, 2, "s2 votes for s1", "s1 leads in term 1")
            .Talks(1, 3, "s3 votes too", "too late to matter");
}
