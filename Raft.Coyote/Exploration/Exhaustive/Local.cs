using Raft.Core.Protocol;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// A server as the explorer has it: its memory, its disk, and whether it runs. Of one that is down only the disk counts.
/// </summary>
/// <param name="State">Its memory; while it is down, that of a server that has just started from its disk.</param>
/// <param name="Unlike">
/// What its disk holds; null when that is what its memory holds, as it is after every step of the rules.
/// </param>
/// <param name="IsUp">Whether it runs.</param>
public sealed record Local(ServerState State, PersistentState? Unlike, bool IsUp)
{
    /// <summary>What its disk holds.</summary>
    public PersistentState Durable => Unlike ?? State.Persistent;

    /// <summary>The log that it works with; while it is down, the one on its disk.</summary>
    public Holding Log => Holding.Of(State.Persistent);

    /// <summary>A server that runs.</summary>
    public static Local Up(ServerState state, PersistentState durable) =>
        new(state, durable.Equals(state.Persistent) ? null : durable, IsUp: true);

    /// <summary>A server that crashed.</summary>
    public static Local Down(ServerState state, PersistentState durable) =>
        new(ServerState.AtStart(state.Id, state.Servers, durable), null, IsUp: false);
}

/// <summary>What a log and the snapshot before it hold.</summary>
/// <param name="Log">The log.</param>
/// <param name="SnapshotIndex">The index up to which a snapshot holds what was committed; 0 when there is none.</param>
public sealed record Holding(Log Log, long SnapshotIndex)
{
    /// <summary>What a persistent state holds.</summary>
    public static Holding Of(PersistentState state) => new(state.Log, state.Snapshot?.LastIncludedIndex ?? 0);
}

/// <summary>What there is to look up of a server's local state.</summary>
/// <param name="Server">The server's number.</param>
/// <param name="IsUp">Whether it runs.</param>
/// <param name="IsLeader">Whether it leads.</param>
/// <param name="Term">Its term.</param>
/// <param name="LogLength">The index of its last entry.</param>
/// <param name="CommitIndex">Its commitIndex, as far as there is such an entry.</param>
/// <param name="Log">The number of its log.</param>
/// <param name="Disk">The number of the log on its disk.</param>
/// <param name="IsCompacted">Whether it has a snapshot, or discarded something of its log.</param>
public readonly record struct LocalFacts(
    byte Server, bool IsUp, bool IsLeader, byte Term, int LogLength, int CommitIndex, int Log, int Disk, bool IsCompacted);
