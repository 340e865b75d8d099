namespace Raft.Core.Protocol;

/// <summary>
/// Section 7 and Figure 13 of the paper, chapter 5 of the dissertation: log compaction. "The entire current system state is
/// written to a snapshot on stable storage, then the entire log up to that point is discarded." What is read and written here is
/// what the log led to: a snapshot has nothing in it that the committed entries do not say.
/// </summary>
/// <param name="LastIncludedIndex">"The snapshot replaces all entries up through and including this index."</param>
/// <param name="LastIncludedTerm">Term of that entry.</param>
/// <param name="Configuration">"The latest configuration in the log as of last included index."</param>
/// <param name="StateMachine">The result of the entries up to it; in a chunk, some of its keys.</param>
/// <param name="Sessions">What these entries say of the clients (section 6.3); in a chunk, some of the sessions.</param>
public sealed record Snapshot(
    long LastIncludedIndex, long LastIncludedTerm, Configuration Configuration, KeyValueStore StateMachine, Sessions Sessions)
{
    /// <summary>How many keys and sessions it holds: our bytes, which chunks are counted in.</summary>
    public int Size => StateMachine.Count + Sessions.Open.Count;

    /// <summary>This snapshot with nothing in it yet: the "new snapshot file" of Figure 13.</summary>
    public Snapshot Emptied() => this with { StateMachine = KeyValueStore.Empty, Sessions = default };

    /// <summary>The chunk that begins at an offset. The keys come first, in their order; then the sessions.</summary>
    public Snapshot Chunk(int offset, int size) => this with
    {
        StateMachine = Store(KeyValueStore.Empty, StateMachine.Values.Skip(offset).Take(size)),
        Sessions = new(
            [.. Sessions.Open.Items.Skip(offset - StateMachine.Count).Take(size - Math.Max(0, StateMachine.Count - offset))]),
    };

    /// <summary>This part of a snapshot and the chunk that follows it.</summary>
    public Snapshot With(Snapshot chunk) => this with
    {
        StateMachine = Store(StateMachine, chunk.StateMachine.Values),
        Sessions = new(Sessions.Open.AddRange(chunk.Sessions.Open)),
    };

    /// <summary>Whether two parts are of one snapshot, told by where it ends; which leader's it is, is told elsewhere.</summary>
    public bool IsOfSame(Snapshot other) =>
        LastIncludedIndex == other.LastIncludedIndex && LastIncludedTerm == other.LastIncludedTerm;

    /// <inheritdoc/>
    public override string ToString() => $"snapshot up to {LastIncludedIndex}@{LastIncludedTerm} {StateMachine}";

    private static KeyValueStore Store(KeyValueStore store, IEnumerable<KeyValuePair<string, string>> values) =>
        values.Aggregate(store, (held, pair) => held.Apply(new Put(pair.Key, pair.Value)).Store);
}

/// <summary>What a follower has of a snapshot that its leader is still sending. It is in memory: a crash forgets it.</summary>
/// <param name="LeaderTerm">The term of the leader whose snapshot it is: another one may have cut it into other chunks.</param>
/// <param name="Received">What has arrived of it, from its beginning on.</param>
public sealed record PartialSnapshot(long LeaderTerm, Snapshot Received);

public sealed partial record Options
{
    /// <summary>
    /// How many entries a server keeps in its log behind its snapshot, so that a follower that lags a little is sent entries.
    /// </summary>
    public int KeptBehindSnapshot { get; init; }

    /// <summary>How much of a snapshot one InstallSnapshot carries, in keys and sessions; 0: all of it.</summary>
    public int SnapshotChunk { get; init; }
}

public sealed partial record PersistentState
{
    /// <summary>The latest snapshot; null when there is none.</summary>
    public Snapshot? Snapshot { get; init; }
}

public sealed partial record ServerState
{
    /// <summary>See <see cref="PersistentState"/>.</summary>
    public Snapshot? Snapshot => Persistent.Snapshot;

    /// <summary>The snapshot that is being received; null when none is.</summary>
    public PartialSnapshot? PartialSnapshot { get; init; }

    /// <summary>This state with another snapshot.</summary>
    public ServerState WithSnapshot(Snapshot snapshot) => this with { Persistent = Persistent with { Snapshot = snapshot } };

    /// <summary>
    /// Rule 8: "reset state machine using snapshot contents". All that is in a snapshot was committed and applied.
    /// </summary>
    public ServerState ResetTo(Snapshot? snapshot) => snapshot is null ? this : this with
    {
        CommitIndex = snapshot.LastIncludedIndex,
        LastApplied = snapshot.LastIncludedIndex,
        StateMachine = snapshot.StateMachine,
        Sessions = snapshot.Sessions,
    };
}

/// <summary>"Each server takes snapshots independently" (section 7), when its operator says so.</summary>
public sealed record TakeSnapshot : Order
{
    /// <summary>Any server that has applied something since its last snapshot.</summary>
    public override bool IsFor(ServerState state) => state.LastApplied > (state.Snapshot?.LastIncludedIndex ?? 0);
}

/// <summary>
/// "Invoked by leader to send chunks of a snapshot to a follower. Leaders always send chunks in order" (Figure 13).
/// </summary>
/// <param name="From">The leader.</param>
/// <param name="To">The follower.</param>
/// <param name="Term">The leader's term.</param>
/// <param name="Chunk">The chunk, with lastIncludedIndex, lastIncludedTerm and the configuration of the whole.</param>
/// <param name="Offset">Where the "chunk is positioned in the snapshot file", in keys and sessions.</param>
/// <param name="Done">"True if this is the last chunk".</param>
public sealed record InstallSnapshot(ServerId From, ServerId To, long Term, Snapshot Chunk, int Offset, bool Done)
    : Message(From, To, Term);

/// <summary>The result of an InstallSnapshot.</summary>
/// <param name="From">The follower.</param>
/// <param name="To">The leader.</param>
/// <param name="Term">currentTerm, for the leader to update itself.</param>
/// <param name="LastIncludedIndex">Added: of which snapshot it speaks.</param>
/// <param name="Received">Added: how much of it the follower has; there the next chunk begins.</param>
/// <param name="Done">Added: the follower has all that the snapshot holds, be it from this one or not.</param>
public sealed record InstallSnapshotReply(
    ServerId From, ServerId To, long Term, long LastIncludedIndex, int Received, bool Done) : Message(From, To, Term);

/// <summary>
/// A whole snapshot, in the place of the one before; by a rename of its file, it is there wholly or not at all.
/// </summary>
public sealed record SaveSnapshot(Snapshot Snapshot) : DiskRecord;

/// <summary>
/// The entries up to the one of that index and term are deleted from the log; if it has no such entry, all of it is.
/// </summary>
public sealed record DiscardUpTo(long Index, long Term) : DiskRecord;
