namespace Raft.Core.Protocol;

/// <summary>Section 7 and Figure 13: taking snapshots, sending and installing them.</summary>
public partial class Rules
{
    /// <summary>
    /// "Once a server completes writing a snapshot, it may delete all log entries up through the last included index, as well as
    /// any prior snapshot."
    /// </summary>
    protected virtual Step OnTakeSnapshot(ServerState state)
    {
        var snapshot = SnapshotOf(state);
        var hasNews = snapshot.LastIncludedIndex > (state.Snapshot?.LastIncludedIndex ?? 0);
        return Step.From(hasNews ? CompactLog(state.WithSnapshot(snapshot)) : state);
    }

    /// <summary>"Covering just the committed entries in its log": what the state machine has applied, no more.</summary>
    protected virtual Snapshot SnapshotOf(ServerState state) => new(
        state.LastApplied,
        state.Log.TermAt(state.LastApplied),
        state.Persistent.ConfigurationAt(state.LastApplied, state.Servers),
        state.StateMachine,
        state.Sessions);

    /// <summary>
    /// What becomes of the log once a snapshot is on the disk, taken or installed; also at a restart, for a crash may have come
    /// between the two writes. Rules 6 and 7 of Figure 13: otherwise "discard the entire log".
    /// </summary>
    protected virtual ServerState CompactLog(ServerState state)
    {
        if (state.Snapshot is not { } snapshot)
        {
            return state;
        }

        return state.WithLog(RetainsLog(state.Log, snapshot)
            ? DiscardCovered(state.Log, snapshot)
            : state.Log.DiscardUpTo(snapshot.LastIncludedIndex, snapshot.LastIncludedTerm));
    }

    /// <summary>
    /// Rule 6: "If existing log entry has same index and term as snapshot's last included entry, retain log entries following
    /// it".
    /// </summary>
    protected virtual bool RetainsLog(Log log, Snapshot snapshot) =>
        log.HasEntry(snapshot.LastIncludedIndex, snapshot.LastIncludedTerm);

    /// <summary>The entries that the snapshot covers, but for those that are kept behind it for slow followers.</summary>
    protected virtual Log DiscardCovered(Log log, Snapshot snapshot)
    {
        var last = snapshot.LastIncludedIndex - Options.KeptBehindSnapshot;
        return log.DiscardUpTo(last, log.TermAt(last));
    }

    /// <summary>
    /// "The leader has already discarded the next log entry that it needs to send" (section 7): it sends its snapshot instead,
    /// from the beginning. A follower that has some of it already says so.
    /// </summary>
    private Step SendSnapshot(ServerState state, ServerId to) =>
        state.Snapshot is { } snapshot ? SendChunk(state, to, snapshot, offset: 0) : Step.From(state);

    private Step SendChunk(ServerState state, ServerId to, Snapshot snapshot, int offset)
    {
        var size = Options.SnapshotChunk == 0 ? snapshot.Size : Options.SnapshotChunk;
        var isLast = offset + size >= snapshot.Size;
        return Step.From(state).Send(
            new InstallSnapshot(state.Id, to, state.CurrentTerm, snapshot.Chunk(offset, size), offset, Done: isLast));
    }

    /// <summary>
    /// InstallSnapshot, receiver's rules 2 to 8. Before them, as for AppendEntries: the sender is the leader of this term, and
    /// the follower begins to wait anew.
    /// </summary>
    protected virtual Step OnInstallSnapshot(ServerState state, InstallSnapshot request)
    {
        var follower = ConvertToFollower(state, request.From);
        var step = Step.From(follower).Do(new ResetElectionTimer());
        return step.Then(_ => IsKnown(follower, request.Chunk) ? Installed(follower, request) : OnChunk(follower, request));
    }

    /// <summary>
    /// A snapshot that came late holds nothing that is not committed here already: to install it would take the state back.
    /// </summary>
    protected virtual bool IsKnown(ServerState state, Snapshot snapshot) => snapshot.LastIncludedIndex <= state.CommitIndex;

    private Step OnChunk(ServerState state, InstallSnapshot request)
    {
        var partial = PartialSnapshotFor(state, request);
        partial = ContinuesPartial(partial, request) ? partial with { Received = partial.Received.With(request.Chunk) } : partial;
        var receiver = state with { PartialSnapshot = partial };
        return IsWhole(partial, request)
            ? Installed(Install(receiver, partial.Received), request)
            : Step.From(receiver).Send(ReceivedSoFar(receiver, request));
    }

    /// <summary>
    /// Rule 2: "Create new snapshot file if first chunk"; the first that arrives is the first of any that is not of the snapshot
    /// that is being received. One with a smaller index, or of an earlier leader, has no use any more.
    /// </summary>
    protected virtual PartialSnapshot PartialSnapshotFor(ServerState state, InstallSnapshot request)
    {
        var (known, lastIncluded) = (state.PartialSnapshot, request.Chunk.LastIncludedIndex);
        var isNewer = known is null || request.Term > known.LeaderTerm || lastIncluded > known.Received.LastIncludedIndex;
        return isNewer ? new PartialSnapshot(request.Term, request.Chunk.Emptied()) : known!;
    }

    /// <summary>
    /// Rule 3: "Write data into snapshot file at given offset". Our network may lose, double and overtake chunks: only the one
    /// that comes next in the very same snapshot is written.
    /// </summary>
    protected virtual bool ContinuesPartial(PartialSnapshot partial, InstallSnapshot request) =>
        IsOfPartial(partial, request) && request.Offset == partial.Received.Size;

    /// <summary>Whether a chunk is of the snapshot that is being received.</summary>
    protected virtual bool IsOfPartial(PartialSnapshot partial, InstallSnapshot request) =>
        request.Term == partial.LeaderTerm && request.Chunk.IsOfSame(partial.Received);

    /// <summary>
    /// Rule 4: "Reply and wait for more data chunks if done is false"; those before the last must be there too.
    /// </summary>
    protected virtual bool IsWhole(PartialSnapshot partial, InstallSnapshot request) =>
        request.Done && IsOfPartial(partial, request) && partial.Received.Size == request.Offset + request.Chunk.Size;

    /// <summary>
    /// Rules 5 to 8: "Save snapshot file, discard any existing or partial snapshot with a smaller index"; then the log; then
    /// "reset state machine using snapshot contents". The log's entries up to the last included one are gone, so it has to be
    /// reset also where the log goes on after it.
    /// </summary>
    protected virtual ServerState Install(ServerState state, Snapshot snapshot) =>
        CompactLog(state.WithSnapshot(snapshot) with { PartialSnapshot = null }).ResetTo(snapshot);

    private static Step Installed(ServerState state, InstallSnapshot request) =>
        Step.From(state).Send(new InstallSnapshotReply(
            state.Id, request.From, state.CurrentTerm, request.Chunk.LastIncludedIndex, request.Offset, Done: true));

    /// <summary>How much of the snapshot that a chunk is of has arrived: what the leader is to send next.</summary>
    private InstallSnapshotReply ReceivedSoFar(ServerState state, InstallSnapshot request)
    {
        var partial = state.PartialSnapshot;
        var received = partial is not null && IsOfPartial(partial, request) ? partial.Received.Size : 0;
        return new(state.Id, request.From, state.CurrentTerm, request.Chunk.LastIncludedIndex, received, Done: false);
    }

    /// <summary>
    /// The snapshot goes to the disk before the log that it covers is deleted from it: a crash in between leaves too much.
    /// </summary>
    private static Sequence<DiskRecord> SnapshotRecords(Snapshot? before, Snapshot? after) =>
        after is null || ReferenceEquals(before, after) ? [] : [new SaveSnapshot(after)];

    /// <summary>
    /// A follower that has installed a snapshot holds all up to its last included entry, as after a success of AppendEntries.
    /// </summary>
    protected virtual Step OnInstallSnapshotReply(ServerState state, InstallSnapshotReply reply)
    {
        if (state.Role is not Leader leader)
        {
            return Step.From(state);
        }

        var (to, index) = (reply.From, reply.LastIncludedIndex);
        return reply.Done
            ? OnSuccess(state, leader, new AppendEntriesReply(to, state.Id, reply.Term, Success: true, index, MatchIndex: index))
            : SendNextChunk(state, leader, reply);
    }

    /// <summary>
    /// "Leaders always send chunks in order": the next one, or the first where the leader has taken another snapshot since.
    /// </summary>
    private Step SendNextChunk(ServerState state, Leader leader, InstallSnapshotReply reply)
    {
        var isStillNeeded = state.Log.HasDiscarded(leader.NextIndex[reply.From]);
        if (!isStillNeeded || state.Snapshot is not { } snapshot)
        {
            return Step.From(state);
        }

        var isOfThisOne = reply.LastIncludedIndex == snapshot.LastIncludedIndex;
        return SendChunk(state, reply.From, snapshot, isOfThisOne ? reply.Received : 0);
    }
}
