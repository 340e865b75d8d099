using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// Section 7: "the snapshot replaces all entries up through and including" its last included index (Figure 13), which must all be
/// committed. So each one, taken or installed, has the term of that entry, and just the state that the committed entries up to it
/// lead to: the state machine, the sessions of the clients, the configuration. And what a disk's log has discarded is in the
/// snapshot on that disk. Its condition is met whenever a server gets another snapshot, or its disk does.
/// </summary>
public sealed class SnapshotEqualsPrefix(ServerSet servers) : Property
{
    private readonly CommittedPrefix prefix = new();
    private readonly PerServer<Snapshot?> judged = new(servers, null);

    /// <inheritdoc/>
    public override string Name => "Snapshot Equals Prefix";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        if (happening is not Handled handled)
        {
            return null;
        }

        prefix.Observe(handled);
        var durable = history.Durable(handled.Server);
        var inMemory = handled.Crash is null ? handled.After.Snapshot : null;
        return JudgeNew(number, handled.Server, inMemory, history)
            ?? JudgeNew(number, handled.Server, durable.Snapshot, history)
            ?? JudgeDisk(number, handled.Server, durable);
    }

    private Violation? JudgeNew(int number, ServerId server, Snapshot? snapshot, History history)
    {
        if (snapshot is null || ReferenceEquals(snapshot, judged[server]))
        {
            return null;
        }

        Exercise();
        judged[server] = snapshot;
        return WhatIsWrong(snapshot, history) is not { } wrong ? null : Fell(
            $"the snapshot of {server} up to {snapshot.LastIncludedIndex}@{snapshot.LastIncludedTerm} {wrong}",
            new Fact(number, $"{server}'s snapshot became {snapshot}"));
    }

    private string? WhatIsWrong(Snapshot snapshot, History history)
    {
        if (snapshot.LastIncludedIndex > history.Committed.Count)
        {
            return $"goes beyond what is committed, which ends at index {history.Committed.Count}";
        }

        return WhatIsWrong(snapshot, prefix.UpTo(snapshot.LastIncludedIndex, history))
            ?? (prefix.SessionsAt(snapshot.LastIncludedIndex) is { } sessions && snapshot.Sessions != sessions
                ? $"has {snapshot.Sessions.Open.Count} sessions of clients other than the {sessions.Open.Count} that are open"
                : null);
    }

    private static string? WhatIsWrong(Snapshot snapshot, CommittedPrefix.State state) => snapshot switch
    {
        _ when snapshot.LastIncludedTerm != state.Term => $"should say that its last entry is of term {state.Term}",
        _ when !snapshot.StateMachine.Equals(state.StateMachine) =>
            $"holds {snapshot.StateMachine}, but the entries up to there lead to {state.StateMachine}",
        _ when snapshot.Configuration != state.Configuration =>
            $"has the members {snapshot.Configuration.Members}, but the latest configuration has {state.Configuration.Members}",
        _ => null,
    };

    /// <summary>Whether a snapshot holds just what some first committed entries lead to, where clients have no sessions.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="committed">All committed entries.</param>
    /// <param name="initial">The servers that the cluster began with.</param>
    internal static bool Holds(Snapshot snapshot, Sequence<Entry> committed, ServerSet initial)
    {
        var covered = committed.Items.Take((int)snapshot.LastIncludedIndex);
        var state = covered.Aggregate(CommittedPrefix.State.AtFirst(initial), (before, entry) => before.After(entry, isApplied: true));
        return snapshot.LastIncludedIndex <= committed.Count && WhatIsWrong(snapshot, state) is null;
    }

    /// <summary>Whether what the log of a disk has discarded is in the snapshot there.</summary>
    internal static bool IsCovered(PersistentState disk) => disk.Log.PrevIndex <= (disk.Snapshot?.LastIncludedIndex ?? 0);

    private Violation? JudgeDisk(int number, ServerId server, PersistentState disk)
    {
        var covered = disk.Snapshot?.LastIncludedIndex ?? 0;
        return IsCovered(disk) ? null : Fell(
            $"the log on the disk of {server} begins after index {disk.Log.PrevIndex}, but the snapshot there "
                + (covered == 0 ? "is missing" : $"ends at index {covered}"),
            new Fact(number, $"{server}'s disk holds the log {disk.Log}"));
    }
}
