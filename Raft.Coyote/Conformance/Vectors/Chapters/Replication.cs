using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>Section 5.3, the receiver of AppendEntries.</summary>
internal static class Replication
{
    private const string Figure = "paper, Figure 2";
    private const string Older = "Reply false if term < currentTerm";
    private const string Previous = "Reply false if log doesn't contain an entry at prevLogIndex whose term matches prevLogTerm";
    private const string Conflicts =
        "If an existing entry conflicts with a new one (same index but different terms), delete the existing entry and "
        + "all that follow it";

    private const string AppendNew = "Append any new entries not already in the log";
    private const string ConflictTerm =
        "When rejecting an AppendEntries request, the follower can include the term of the conflicting entry and the "
        + "first index it stores for that term.";

    private static readonly Options ByTerm = Figure2 with { BackTracking = BackTracking.ByConflictTerm };

    public static readonly Chapter Chapter = new("append-entries", "Log replication at the follower (section 5.3 of the paper)",
        V("refused-older-term", Figure, Older, Follower(3), Append(1, 0, 0, 0, Entry(1, 1)), "IsOfOlderTerm: true",
            "RefuseOlderTerm"),
        V("refused-older-term-at-a-leader", Figure, Older, Leader(3), Append(2, 0, 0), "IsOfOlderTerm: true", "RefuseOlderTerm"),
        V("a-newer-term-makes-a-follower-of-a-leader", "paper, 5.1",
            "If a candidate or leader discovers that its term is out of date, "
            + "it immediately reverts to follower state.", Leader(1, Log(1)), Append(2, 0, 0, 0, Entry(2, 1)), "AdoptTerm",
            "DeleteConflicts"),
        V("a-follower-learns-who-leads", "paper, 5.1", "leaderId: so follower can redirect clients", Follower(1, votedFor: S3),
            Append(1, 0, 0), "ConvertToFollower"),
        V("refused-no-entry-at-prev", Figure, Previous, Follower(1, Log(1)), Append(1, 3, 1, 0, Entry(1, 4)),
            "MatchesPrevious: false"),
        V("refused-another-term-at-prev", Figure, Previous, Follower(1, Log(1)), Append(2, 1, 2, 0, Entry(2, 2)),
            "MatchesPrevious: false"),
        V("refused-and-nothing-else-changes", Figure, Previous, Follower(2, Log(1, 1), commit: 1),
            Append(2, 2, 2, 2, Entry(2, 3)),
            "MatchesPrevious: false"),
        V("refused-with-no-conflict-term-log-too-short", "paper, 5.3", ConflictTerm, Follower(1, Log(1)),
            Append(1, 3, 1, 0, Entry(1, 4)),
            "MatchesPrevious: false").Under(ByTerm),
        V("refused-with-the-first-index-of-the-conflict-term", "paper, 5.3", ConflictTerm, Follower(3, Log(1, 2, 2, 2)),
            Append(4, 4, 3, 0, Entry(4, 5)), "MatchesPrevious: false").Under(ByTerm),
        V("refused-with-a-conflict-term-from-the-first-entry-on", "paper, 5.3", ConflictTerm, Follower(3, Log(2, 2)),
            Append(3, 2, 3), "MatchesPrevious: false").Under(ByTerm),
        V("appended-to-an-empty-log", Figure, AppendNew, Follower(1), Append(1, 0, 0, 0, Entry(1, 1), Entry(1, 2)),
            "MatchesPrevious: true", "AppendNewEntries", "Success"),
        V("appended-after-a-match", Figure, AppendNew, Follower(1, Log(1)), Append(1, 1, 1, 0, Entry(1, 2)),
            "MatchesPrevious: true"),
        V("some-are-there-and-some-are-new", Figure, AppendNew, Follower(1, Log(1)), Append(1, 0, 0, 0, Entry(1, 1), Entry(1, 2)),
            "FirstToCompare", "AppendNewEntries"),
        V("what-is-there-already-is-not-appended-again", Figure, AppendNew, Follower(1, Log(1)), Append(1, 0, 0, 0, Entry(1, 1)),
            "DeleteConflicts", "AppendNewEntries"),
        V("a-late-message-deletes-nothing-that-follows", Figure, Conflicts, Follower(1, Log(1, 1)),
            Append(1, 0, 0, 0, Entry(1, 1)),
            "DeleteConflicts"),
        V("a-heartbeat-deletes-nothing-that-follows", Figure, Conflicts, Follower(1, Log(1, 1)), Append(2, 1, 1),
            "DeleteConflicts"),
        V("a-conflict-is-deleted-with-all-that-follows", Figure, Conflicts, Follower(1, Log(1, 1)),
            Append(2, 0, 0, 0, Entry(2, 1)),
            "DeleteConflicts", "RecordsOf"),
        V("a-conflict-in-the-middle", Figure, Conflicts, Follower(2, Log(1, 2, 2)),
            Append(3, 0, 0, 0, Entry(1, 1), Entry(3, 2)), "DeleteConflicts"),
        V("what-conflicts-but-is-not-compared-stays", Figure, Conflicts, Follower(2, Log(1, 2)), Append(3, 1, 1),
            "DeleteConflicts"),
        V("success-tells-no-more-than-the-message-proved", "ours",
            "matchIndex of the reply is prevLogIndex + the number of entries",
            Follower(1, Log(1, 1, 1)), Append(1, 1, 1, 0, Entry(1, 2)), "Success"));
}
