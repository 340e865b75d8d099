using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>Section 7 and Figure 13 of the paper.</summary>
internal static class Snapshots
{
    private const string Figure = "paper, Figure 13";
    private const string Takes = "Each server takes snapshots independently, covering just the committed entries in its log.";
    private const string Deletes =
        "Once a server completes writing a snapshot, it may delete all log entries up through the last included index";

    private const string Sends =
        "the leader must occasionally send snapshots to followers that lag behind. This happens when the leader has "
        + "already discarded the next log entry that it needs to send to a follower.";

    private const string Order = "Leaders always send chunks in order";
    private const string Retain =
        "If existing log entry has same index and term as snapshot's last included entry, retain log entries following it "
        + "and reply";

    private const string DiscardAll = "Discard the entire log";
    private const string Reset = "Reset state machine using snapshot contents";
    private const string Write = "Write data into snapshot file at given offset";
    private const string More = "Reply and wait for more data chunks if done is false";
    private const string Create = "Create new snapshot file if first chunk (offset is 0)";
    private const string Smaller = "Save snapshot file, discard any existing or partial snapshot with a smaller index";

    private static readonly Snapshot UpTo2 = SnapshotOf(2, 1, "a", "b");
    private static readonly Options Chunks = Figure2 with { SnapshotChunk = 1 };
    private static readonly Options Keeps1 = Figure2 with { KeptBehindSnapshot = 1 };
    private static readonly Configuration Two = new(ServerSet.Of(S1, S2));

    public static readonly Chapter Chapter = new("snapshots", "Log compaction (section 7 and Figure 13 of the paper)",
        V("taken-of-what-is-applied", "paper, 7", Takes, Follower(2, Log(1, 1, 2), commit: 2), new TakeSnapshot(),
            "OnTakeSnapshot", "SnapshotOf", "CompactLog", "RetainsLog: true", "DiscardCovered"),
        V("nothing-new-to-take", "paper, 7", Takes, Has(Follower(2, Log(1, 1, 2)), UpTo2), new TakeSnapshot(), "OnTakeSnapshot"),
        V("nothing-applied-to-take", "paper, 7", Takes, Follower(2, Log(1)), new TakeSnapshot(), "OnTakeSnapshot"),
        V("entries-kept-behind-it", "paper, 7", Deletes, Follower(2, Log(1, 2), commit: 2), new TakeSnapshot(), "DiscardCovered")
            .Under(Keeps1),
        V("with-the-latest-configuration", "paper, 7", "the latest configuration in the log as of last included index",
            Follower(1, Core.Protocol.Log.Empty.Append(Config(1, Two)).Append(Entry(1, 2)), commit: 1), new TakeSnapshot(),
            "SnapshotOf"),
        V("with-the-sessions", "dissertation, 6.3", "the session-tracking state is part of what a snapshot holds",
            Follower(1, Log(1), commit: 1) with { Sessions = new([new Session(1, 1, new Result(true, null))]) },
            new TakeSnapshot(),
            "SnapshotOf").Under(Figure2 with { MaxSessions = 2 }),
        V("a-leader-sends-it-instead-of-what-it-discarded", "paper, 7", Sends,
            Has(Leader(3, Log(1, 1, 3), next: [4, 2, 4]), UpTo2), new HeartbeatDue(), "SendAppendEntries"),
        V("a-leader-sends-entries-that-follow-it", "paper, 7", Sends, Has(Leader(3, Log(1, 1, 3), next: [4, 3, 4]), UpTo2),
            Success(3, 2, 2),
            "SendAppendEntries"),
        V("the-first-of-several-chunks", Figure, Order, Has(Leader(3, Log(1, 1, 3), next: [4, 1, 4]), UpTo2), new HeartbeatDue(),
            "SendAppendEntries").Under(Chunks),
        V("the-next-chunk", Figure, Order, Has(Leader(3, Log(1, 1, 3), next: [4, 1, 4]), UpTo2), Received(2, 1),
            "OnInstallSnapshotReply").Under(Chunks),
        V("of-another-snapshot-the-first-chunk", Figure, Order, Has(Leader(3, Log(1, 1, 3), next: [4, 1, 4]), UpTo2),
            Received(1, 1),
            "OnInstallSnapshotReply").Under(Chunks),
        V("a-chunk-with-keys-and-sessions", Figure, Order,
            Has(Leader(3, Log(1, 1, 3), next: [4, 1, 4]), UpTo2 with { Sessions = new([new Session(1, 0, null)]) }),
            Received(2, 1),
            "OnInstallSnapshotReply").Under(Figure2 with { SnapshotChunk = 2, MaxSessions = 2 }),
        V("no-chunk-is-needed-any-more", "ours", "a late answer", Has(Leader(3, Log(1, 1, 3), next: [4, 4, 4]), UpTo2),
            Received(2, 1),
            "OnInstallSnapshotReply").Under(Chunks),
        V("it-is-installed-and-the-log-goes-on", Figure, Sends, Has(Leader(3, Log(1, 1, 3), next: [4, 1, 4]), UpTo2),
            Received(2, 2, done: true), "OnInstallSnapshotReply", "NewMatchIndex"),
        V("installed-at-who-leads-no-more", "ours", "only a leader has a nextIndex", Follower(3), Received(2, 2, done: true),
            "OnInstallSnapshotReply"),
        V("installed-in-place-of-the-whole-log", Figure, DiscardAll, Follower(3), Install(UpTo2),
            "OnInstallSnapshot", "IsKnown: false", "IsWhole: true", "Install", "RetainsLog: false"),
        V("installed-and-what-conflicts-goes", Figure, DiscardAll, Follower(3, Log(1, 2, 2)), Install(UpTo2),
            "RetainsLog: false"),
        V("installed-and-the-entries-after-it-stay", Figure, Retain, Follower(3, Log(1, 1, 2)), Install(UpTo2),
            "RetainsLog: true", "Install"),
        V("installed-and-the-state-machine-is-reset", Figure, Reset, Follower(3, Log(1, 1, 2), commit: 1), Install(UpTo2),
            "Install"),
        V("not-installed-for-all-of-it-is-committed-here", "ours", "an older snapshot would take the state back",
            Follower(3, Log(1, 1, 2), commit: 3), Install(UpTo2), "IsKnown: true"),
        V("refused-older-term", Figure, "Reply immediately if term < currentTerm", Follower(4), Install(UpTo2),
            "RefuseOlderTerm"),
        V("refused-older-term-with-what-had-arrived", Figure, "Reply immediately if term < currentTerm",
            Partly(UpTo2.Chunk(0, 1), term: 4), Install(UpTo2.Chunk(1, 1), 1), "RefuseOlderTerm", "IsOfPartial: true")
            .Under(Chunks),
        V("refused-older-term-and-what-had-arrived-is-of-another-leader", Figure, "Reply immediately if term < currentTerm",
            Partly(UpTo2.Chunk(0, 1), term: 4, leaderTerm: 4), Install(UpTo2.Chunk(1, 1), 1), "RefuseOlderTerm",
            "IsOfPartial: false").Under(Chunks),
        V("the-first-chunk-arrives", Figure, Create, Follower(3), Install(UpTo2.Chunk(0, 1), done: false),
            "PartialSnapshotFor", "ContinuesPartial: true", "IsWhole: false").Under(Chunks),
        V("a-later-chunk-arrives-first", Figure, Write, Follower(3), Install(UpTo2.Chunk(1, 1), 1),
            "PartialSnapshotFor", "ContinuesPartial: false", "IsWhole: false").Under(Chunks),
        V("the-last-chunk-arrives", Figure, Write, Partly(UpTo2.Chunk(0, 1)), Install(UpTo2.Chunk(1, 1), 1),
            "ContinuesPartial: true", "IsWhole: true").Under(Chunks),
        V("the-first-chunk-arrives-twice", Figure, More, Partly(UpTo2.Chunk(0, 1)), Install(UpTo2.Chunk(0, 1), done: false),
            "ContinuesPartial: false", "IsOfPartial: true").Under(Chunks),
        V("a-chunk-of-a-newer-snapshot", Figure, Smaller, Partly(SnapshotOf(1, 1, "c")), Install(UpTo2.Chunk(1, 1), 1),
            "PartialSnapshotFor", "ContinuesPartial: false").Under(Chunks),
        V("a-chunk-of-an-older-snapshot", Figure, Smaller, Partly(UpTo2.Chunk(0, 1)), Install(SnapshotOf(1, 1, "c")),
            "PartialSnapshotFor", "IsOfPartial: false").Under(Chunks),
        V("a-chunk-of-a-newer-leader", Figure, Create, Partly(UpTo2.Chunk(0, 1), leaderTerm: 2),
            Install(UpTo2.Chunk(0, 1), done: false),
            "PartialSnapshotFor").Under(Chunks),
        V("a-snapshot-makes-followers-of-candidates", "paper, 5.2",
            "its term is at least as large as the candidate's current term",
            Candidate(3), Install(UpTo2), "ConvertToFollower"),
        V("entries-before-its-end-match", Figure, Retain, Has(Follower(3, Log(1, 1, 2)), UpTo2),
            Append(3, 1, 1, 0, Entry(1, 2), Entry(3, 3)),
            "MatchesPrevious: true", "FirstToCompare"),
        V("the-entry-after-its-end-conflicts", Figure, Retain, Has(Follower(3, Log(1, 1, 2)), UpTo2),
            Append(3, 2, 1, 0, Entry(3, 3)),
            "MatchesPrevious: true", "DeleteConflicts"),
        V("restart-from-it", "paper, 7", Reset, Follower(0), new Restart(Has(Follower(3, Log(1, 1, 3)), UpTo2).Persistent),
            "OnRestart", "CompactLog"),
        V("restart-after-a-crash-between-snapshot-and-log", "paper, 7", Deletes, Follower(0),
            new Restart(new PersistentState(3, null, Log(1, 1, 3)) { Snapshot = UpTo2 }), "CompactLog", "DiscardCovered",
                "RecordsOf"));

    private static Snapshot SnapshotOf(long index, long term, params string[] keys) =>
        new(index, term, new Configuration(Three), keys.Aggregate(KeyValueStore.Empty, With), default);

    private static KeyValueStore With(KeyValueStore store, string key) => store.Apply(new Put(key, "1")).Store;

    private static ServerState Has(ServerState state, Snapshot snapshot) => state
        .WithLog(state.Log.DiscardUpTo(snapshot.LastIncludedIndex, snapshot.LastIncludedTerm)).WithSnapshot(snapshot)
        .ResetTo(snapshot);

    private static ServerState Partly(Snapshot received, long term = 3, long? leaderTerm = null) =>
        Follower(term, leader: S2) with { PartialSnapshot = new PartialSnapshot(leaderTerm ?? 3, received) };

    private static Receive Install(Snapshot chunk, int offset = 0, bool done = true) =>
        new(new InstallSnapshot(S2, S1, 3, chunk, offset, done));

    private static Receive Received(long index, int received, bool done = false) =>
        new(new InstallSnapshotReply(S2, S1, 3, index, received, done));
}
