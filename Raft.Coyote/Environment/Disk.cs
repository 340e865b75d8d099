using Raft.Core.Protocol;

namespace Raft.Coyote.Environment;

/// <summary>The disk of one server: what is durable, and what was written and not yet synced.</summary>
public sealed record Disk(PersistentState Synced, Sequence<DiskRecord> Unsynced)
{
    /// <summary>The disk of a server that never ran.</summary>
    public static readonly Disk Empty = new(PersistentState.FirstBoot, []);

    /// <summary>Records are written. A crash may still take them back.</summary>
    public Disk Write(Sequence<DiskRecord> records) => this with { Unsynced = Unsynced.AddRange(records) };

    /// <summary>All that was written is now durable.</summary>
    public Disk Sync() => Crash(Unsynced.Count);

    /// <summary>
    /// A crash: of the unsynced records only the first <paramref name="kept"/> are found again. A torn one counts as lost.
    /// </summary>
    public Disk Crash(int kept)
    {
        var synced = Synced;
        foreach (var record in Unsynced.Take(kept))
        {
            synced = synced.With(record);
        }

        return new Disk(synced, []);
    }
}
