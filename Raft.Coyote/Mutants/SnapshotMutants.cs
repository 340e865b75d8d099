using Raft.Core.Protocol;
using static Raft.Coyote.Mutants.PropertyName;

namespace Raft.Coyote.Mutants;

/// <summary>Bugs in section 7: in what is in a snapshot, in its installation, and in the log behind it.</summary>
internal static class SnapshotMutants
{
    private const string Group = "Snapshot";

    /// <summary>
    /// A state that is not what the committed entries lead to: seen in the next snapshot, or by whoever reads it.
    /// </summary>
    private static readonly Sequence<string> WrongState = [SnapshotEqualsPrefix, Linearizability];

    public static readonly Sequence<Mutant> All =
    [
        new("snapshot-boundary", Group,
            "A follower begins one entry too late to compare new entries with its own: the first that it kept is never replaced.",
            "willemt 118", [LogMatching, .. FalseProgress, .. WrongState.Items.Take(1)], null,
            options => new SnapshotBoundary(options)),
        new("stale-snapshot-installs", Group,
            "A server installs a snapshot that is older than what it has committed already.",
            "classic", [MonotonicCommit, MonotonicApplied, SnapshotEqualsPrefix, .. FalseProgress], null,
            options => new StaleSnapshotInstalls(options), Needs: [Need.Duplicates]),
        new("keeps-conflicting-suffix", Group,
            "A server that installs a snapshot keeps the entries that follow in its log, though they follow another entry.",
            "hashicorp 697, 704", [LogMatching, .. FalseProgress], null, options => new KeepsConflictingSuffix(options)),
        new("snapshot-sets-term", Group,
            "A server that installs a snapshot takes its last included term for the current one.",
            "willemt 118", [MonotonicTerm, DurableBeforeReply, .. TwoVotes, .. NoProgress], null,
            options => new SnapshotSetsTerm(options)),
        new("snapshot-of-uncommitted", Group,
            "A snapshot is taken of the whole log, committed or not.",
            "dqlite (Mallory 11), canonical/raft 250", [SnapshotEqualsPrefix, LogMatching, .. FalseProgress], null,
            options => new SnapshotOfUncommitted(options)),
        new("snapshot-drops-config", Group,
            "A snapshot does not say who belongs to the cluster.",
            "classic", [SnapshotEqualsPrefix, .. TwoLeaders], null, options => new SnapshotDropsConfig(options)),
        new("snapshot-drops-sessions", Group,
            "The sessions of the clients are not in a snapshot.",
            "classic", WrongState, null, options => new SnapshotDropsSessions(options)),
        new("install-not-atomic", Group,
            "The log is discarded before the snapshot is on the disk; a crash between the two leaves neither.",
            "openraft 559, redisraft 43", [SnapshotEqualsPrefix, .. FalseProgress], null,
            options => new InstallNotAtomic(options), Needs: [Need.Crashes]),
        new("restart-ignores-snapshot", Group,
            "A server that comes back has its log and an empty state machine, and goes on behind what it discarded.",
            "ours",
            [StateMachineSafety, ExactlyOnce, .. WrongState, .. FalseProgress.Items.Except([StateMachineSafety, Linearizability])],
            null,
            options => new RestartIgnoresSnapshot(options), Needs: [Need.Crashes]),
        new("install-keeps-state", Group,
            "Where the log goes on after an installed snapshot, the state machine is not reset, though the entries up to it are gone.",
            "ours, after Figure 13, rules 6 and 8", WrongState, null, options => new InstallKeepsState(options)),
        new("chunks-of-two-snapshots", Group,
            "A chunk is added to what was received, whichever snapshot it is of.",
            "ours", [.. WrongState, PendingWritesCommit, LogsConverge], null, options => new ChunksOfTwoSnapshots(options)),
        new("chunk-taken-for-whole", Group,
            "Rule 4 of Figure 13 is missing: the first chunk that arrives is installed as if it were the whole snapshot.",
            "ours", WrongState, null, options => new ChunkTakenForWhole(options)),
        new("kept-entry-boundary", Group,
            "With entries kept behind the snapshot, the log says that the snapshot's last term is that of the entry before these.",
            "ours", [LogMatching, LeaderAppendOnly], null, options => new KeptEntryBoundary(options)),
    ];

    private sealed class SnapshotBoundary(Options options) : Rules(options)
    {
        protected override long FirstToCompare(Log log, AppendEntries request) =>
            base.FirstToCompare(log, request) + (log.PrevIndex > 0 && request.PrevLogIndex <= log.PrevIndex ? 1 : 0);
    }

    private sealed class StaleSnapshotInstalls(Options options) : Rules(options)
    {
        protected override bool IsKnown(ServerState state, Snapshot snapshot) => false;
    }

    private sealed class KeepsConflictingSuffix(Options options) : Rules(options)
    {
        protected override ServerState Install(ServerState state, Snapshot snapshot)
        {
            var installed = base.Install(state, snapshot);
            return RetainsLog(state.Log, snapshot)
                ? installed
                : installed.WithLog(installed.Log.Append(state.Log.From(snapshot.LastIncludedIndex + 1)));
        }
    }

    private sealed class SnapshotSetsTerm(Options options) : Rules(options)
    {
        protected override ServerState Install(ServerState state, Snapshot snapshot) =>
            base.Install(state, snapshot).InTerm(snapshot.LastIncludedTerm, state.VotedFor);
    }

    private sealed class SnapshotOfUncommitted(Options options) : Rules(options)
    {
        protected override Snapshot SnapshotOf(ServerState state) => base.SnapshotOf(
            ApplyCommitted(state with { CommitIndex = state.Log.LastIndex }).State);
    }

    private sealed class SnapshotDropsConfig(Options options) : Rules(options)
    {
        protected override Snapshot SnapshotOf(ServerState state) => base.SnapshotOf(state) with { Configuration = default };
    }

    private sealed class SnapshotDropsSessions(Options options) : Rules(options)
    {
        protected override Snapshot SnapshotOf(ServerState state) => base.SnapshotOf(state) with { Sessions = default };
    }

    private sealed class InstallNotAtomic(Options options) : Rules(options)
    {
        protected override Sequence<DiskRecord> RecordsOf(PersistentState before, PersistentState after)
        {
            var records = base.RecordsOf(before, after).Items;
            return [.. records.Where(record => record is not SaveSnapshot), .. records.Where(record => record is SaveSnapshot)];
        }
    }

    private sealed class RestartIgnoresSnapshot(Options options) : Rules(options)
    {
        protected override Step OnRestart(ServerState state, Restart restart) => base.OnRestart(state, restart).Then(
            started => started with { StateMachine = KeyValueStore.Empty, Sessions = default });
    }

    private sealed class InstallKeepsState(Options options) : Rules(options)
    {
        protected override ServerState Install(ServerState state, Snapshot snapshot)
        {
            var installed = base.Install(state, snapshot);
            return RetainsLog(state.Log, snapshot) ? installed with { StateMachine = state.StateMachine } : installed;
        }
    }

    private sealed class ChunksOfTwoSnapshots(Options options) : Rules(options)
    {
        protected override bool IsOfPartial(PartialSnapshot partial, InstallSnapshot request) => true;

        protected override PartialSnapshot PartialSnapshotFor(ServerState state, InstallSnapshot request) =>
            state.PartialSnapshot is { } partial
                ? partial with { Received = Received(partial, request.Chunk) }
                : base.PartialSnapshotFor(state, request);

        private static Snapshot Received(PartialSnapshot partial, Snapshot chunk) =>
            chunk with { StateMachine = partial.Received.StateMachine, Sessions = partial.Received.Sessions };
    }

    private sealed class ChunkTakenForWhole(Options options) : Rules(options)
    {
        protected override bool IsWhole(PartialSnapshot partial, InstallSnapshot request) => IsOfPartial(partial, request);
    }

    private sealed class KeptEntryBoundary(Options options) : Rules(options)
    {
        protected override Log DiscardCovered(Log log, Snapshot snapshot)
        {
            var kept = base.DiscardCovered(log, snapshot);
            return ReferenceEquals(kept, log) ? log : kept with { PrevTerm = snapshot.LastIncludedTerm };
        }
    }
}
