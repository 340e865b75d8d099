namespace Raft.Core.Protocol;

/// <summary>
/// "Persistent state on all servers: updated on stable storage before responding to RPCs" (Figure 2), and restart.
/// </summary>
public partial class Rules
{
    /// <summary>
    /// "When servers start up, they begin as followers" (section 5.2), with what their disk holds and nothing else.
    /// </summary>
    protected virtual Step OnRestart(ServerState state, Restart restart) =>
        Step.From(CompactLog(ServerState.AtStart(state.Id, state.Servers, restart.Durable))).Do(new ResetElectionTimer());

    /// <summary>
    /// "Updated on stable storage before responding to RPCs": the disk before everything that tells others of the new state.
    /// </summary>
    protected virtual Step PersistFirst(PersistentState durable, Step step)
    {
        var records = RecordsOf(durable, step.State.Persistent);
        if (records.Count == 0)
        {
            return step;
        }

        var (early, late) = (new List<Effect>(), new List<Effect>());
        foreach (var effect in step.Effects)
        {
            (MustWaitForDisk(effect) ? late : early).Add(effect);
        }

        return step with { Effects = [.. early, .. Writes(step.State, records), .. late] };
    }

    /// <summary>"Before responding to RPCs": no message and no answer may speak of what a crash could still take back.</summary>
    protected virtual bool MustWaitForDisk(Effect effect) => effect is not ResetElectionTimer;

    /// <summary>The writes that lead from one persistent state to another. Term and vote go first, and together.</summary>
    protected virtual Sequence<DiskRecord> RecordsOf(PersistentState before, PersistentState after)
    {
        Sequence<DiskRecord> records = [];
        if (before.CurrentTerm != after.CurrentTerm || before.VotedFor != after.VotedFor)
        {
            records = records.Add(new TermAndVote(after.CurrentTerm, after.VotedFor));
        }

        records = records.AddRange(SnapshotRecords(before.Snapshot, after.Snapshot));
        return ReferenceEquals(before.Log, after.Log) ? records : records.AddRange(LogRecords(before.Log, after.Log));
    }

    private static Sequence<DiskRecord> LogRecords(Log before, Log after)
    {
        Sequence<DiskRecord> records = [];
        if (after.PrevIndex > before.PrevIndex)
        {
            before = before.DiscardUpTo(after.PrevIndex, after.PrevTerm);
            records = records.Add(new DiscardUpTo(after.PrevIndex, after.PrevTerm));
        }

        var common = before.CommonPrefixWith(after);
        records = before.LastIndex > common ? records.Add(new TruncateFrom(common + 1)) : records;
        return after.LastIndex > common ? records.Add(new AppendAt(common + 1, after.From(common + 1))) : records;
    }
}
