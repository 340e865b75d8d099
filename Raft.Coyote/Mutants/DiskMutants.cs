using Raft.Core.Protocol;
using static Raft.Coyote.Mutants.PropertyName;

namespace Raft.Coyote.Mutants;

/// <summary>
/// Bugs that show when disks are slow, full, or cannot be read (section 10.2.1 of the dissertation, and practice).
/// </summary>
internal static class DiskMutants
{
    private const string Group = "Disks";

    public static readonly Sequence<Mutant> All =
    [
        new("counts-itself-before-durable", Group,
            "A leader that does not wait for its disk counts itself for entries that are not there yet.",
            "dissertation 10.2.1", FalseProgress, null, options => new CountsItselfBeforeDurable(options)),
        new("write-of-older-term-counted", Group,
            "A leader takes the end of an old write at an index for that of the entry that it has there now.",
            "etcd-io/raft 8 (\"the ABA problem\")", LostEntries, null,
            options => new WriteOfOlderTermCounted(options)),
        new("failed-write-ignored", Group,
            "A server whose full disk refuses a write goes on as if it had been written.",
            "PostgreSQL (\"fsyncgate\", 2018)",
            [DurableBeforeReply, MonotonicTerm, .. TwoVotes, PendingWritesCommit, LogsConverge], null, options => new FailedWriteIgnored(options)),
        new("corrupt-as-torn", Group,
            "A server that finds a corrupt record amid its disk drops it, with all that follows, as if it were a torn last one.",
            "pebble 453; Alagappan et al., FAST 2018", [CorruptNeverServed, MonotonicTerm, .. TwoVotes], null,
            options => new CorruptAsTorn(options), Needs: [Need.Crashes]),
        new("checksum-unchecked", Group,
            "A server that comes back looks at no checksum, and serves with a corrupt record.",
            "Alagappan et al., FAST 2018", [CorruptNeverServed], null,
            options => new ChecksumUnchecked(options), Needs: [Need.Crashes]),
    ];

    private sealed class CountsItselfBeforeDurable(Options options) : Rules(options)
    {
        protected override bool HoldsItself(ServerState state, long n) => true;
    }

    private sealed class WriteOfOlderTermCounted(Options options) : Rules(options)
    {
        protected override bool IsStillThere(ServerState state, Written written) => state.Log.Contains(written.Index);
    }

    private sealed class FailedWriteIgnored(Options options) : Rules(options)
    {
        public override bool StopsAtRefusedWrite => false;
    }

    private sealed class CorruptAsTorn(Options options) : Rules(options)
    {
        protected override Step OnCorruptRestart(ServerState state, Restart restart) =>
            OnRestart(state, new Restart(WithoutCorrupt(restart.Durable)));

        private static PersistentState WithoutCorrupt(PersistentState durable) => durable.CorruptAt is { } first and > 0
            ? durable with { Log = durable.Log.TruncateFrom(first), CorruptAt = null }
            : new PersistentState(0, null, durable.Log);
    }

    private sealed class ChecksumUnchecked(Options options) : Rules(options)
    {
        protected override Step OnCorruptRestart(ServerState state, Restart restart) =>
            OnRestart(state, new Restart(restart.Durable with { CorruptAt = null }));
    }
}
