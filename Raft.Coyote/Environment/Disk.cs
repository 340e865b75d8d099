using Raft.Core.Protocol;

namespace Raft.Coyote.Environment;

/// <summary>The disk of one server: what is durable, and what was written and not yet synced.</summary>
public sealed record Disk(PersistentState Synced, Sequence<DiskRecord> Unsynced)
{
    /// <summary>The disk of a server that never ran.</summary>
    public static readonly Disk Empty = new(PersistentState.FirstBoot, []);

    /// <summary>Whether it is full, and refuses all writes.</summary>
    public bool IsFull { get; init; }

    /// <summary>What the server has yet to hear of the writes that it began and did not wait for, the oldest first.</summary>
    public Sequence<Written> Reports { get; init; }

    /// <summary>What a server that starts from it is given.</summary>
    public Restart Load() => new(Synced);

    /// <summary>An effect of a step comes about, as far as it concerns the disk; a full one takes nothing.</summary>
    public Disk CarryOut(Effect effect) => effect switch
    {
        Persist persist => IsFull ? this : WriteAndSync(persist.Records),
        BeginWrite write => IsFull ? this : Begin(write),
        _ => this,
    };

    /// <summary>Mostly nothing waits to be synced: then the records need not wait either.</summary>
    private Disk WriteAndSync(Sequence<DiskRecord> records) => Unsynced.Count == 0
        ? this with { Synced = After(records) }
        : Write(records).Sync(Unsynced.Count + records.Count);

    /// <summary>Records are written. A crash may still take them back.</summary>
    public Disk Write(Sequence<DiskRecord> records) => this with { Unsynced = Unsynced.AddRange(records) };

    /// <summary>The write that a server hears of is done now, if it was not before, with all that was begun before it.</summary>
    public Disk Finish(Written written)
    {
        var position = Unsynced.Items.ToList().FindIndex(record => record is AppendAt append && ReportOf(append) == written);
        return Sync(position + 1) with { Reports = [.. Reports.Items.Where(report => report != written)] };
    }

    /// <summary>
    /// A crash: of the unsynced records only the first <paramref name="kept"/> are found again. A torn one counts as lost.
    /// </summary>
    public Disk Crash(int kept) => Unsynced.Count + Reports.Count == 0 ? this : Sync(kept) with { Unsynced = [], Reports = [] };

    /// <summary>This disk with an unreadable record; with none when null.</summary>
    public Disk WithCorrupt(long? index) => this with { Synced = Synced with { CorruptAt = index } };

    private Disk Begin(BeginWrite write)
    {
        var append = new AppendAt(write.Index, write.Entries);
        return Write([append]) with { Reports = Reports.Add(ReportOf(append)) };
    }

    private static Written ReportOf(AppendAt append) =>
        new(append.Index + append.Entries.Count - 1, append.Entries.Count == 0 ? 0 : append.Entries.Items[^1].Term);

    private Disk Sync(int first)
    {
        var left = first >= Unsynced.Count ? [] : new Sequence<DiskRecord>([.. Unsynced.Items.Skip(first)]);
        return this with { Synced = After(Unsynced.Take(first)), Unsynced = left };
    }

    private PersistentState After(Sequence<DiskRecord> records)
    {
        var synced = Synced;
        foreach (var record in records)
        {
            synced = synced.With(record);
        }

        return synced;
    }
}
