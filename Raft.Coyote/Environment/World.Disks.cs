using Raft.Core.Protocol;

namespace Raft.Coyote.Environment;

/// <summary>Disks in anger: what may happen to them, and what mends them.</summary>
public sealed partial record World
{
    /// <summary>A write that a server began and did not wait for may be done at any time; a slow disk takes long.</summary>
    public IEnumerable<Move> DiskMoves(ServerId server) => MayFinishWrite(server) ? [new FinishWrite(server)] : [];

    /// <summary>Whether a server that runs has yet to hear of a write.</summary>
    public bool MayFinishWrite(ServerId server) => this[server] is { Condition: Condition.Up, Disk.Reports.Count: > 0 };

    /// <summary>Whether the disk of a server may become full.</summary>
    public bool MayFill(ServerId server) =>
        Left.FullDisks > 0 && this[server] is { Condition: Condition.Up, Disk.IsFull: false };

    /// <summary>
    /// Whether a record of a server may become unreadable; not the last one, which could not be told from a torn one.
    /// </summary>
    public bool MayCorrupt(ServerId server) => Left.Corruptions > 0
        && this[server] is { Condition: Condition.Down, Disk.Synced: { CorruptAt: null, Log.LastIndex: > 0 } };

    /// <summary>Whether a server has found a corrupt record and waits for its operator.</summary>
    public bool MayRepair(ServerId server) => this[server] is { State.Role: Refusing, Disk.Synced.CorruptAt: not null };

    private IEnumerable<Move> DiskFaults(ServerId server)
    {
        if (MayFill(server))
        {
            yield return new FillDisk(server);
        }

        if (this[server].Disk.IsFull)
        {
            yield return new FreeSpace(server);
        }

        for (var index = 0; MayCorrupt(server) && index < this[server].Disk.Synced.Log.LastIndex; index++)
        {
            yield return new Corrupt(server, index);
        }

        if (MayRepair(server))
        {
            yield return new Repair(server);
        }
    }

    private Turn ApplyToDisk(Move move) => move switch
    {
        FillDisk fill => Happens(
            WithDisk(fill.Server, disk => disk with { IsFull = true }) with
            {
                Left = Left with { FullDisks = Left.FullDisks - 1 },
            },
            new DiskFilled(fill.Server)),
        FreeSpace free => Happens(WithDisk(free.Server, disk => disk with { IsFull = false }), new SpaceFreed(free.Server)),
        Corrupt corrupt => Happens(
            WithDisk(corrupt.Server, disk => disk.WithCorrupt(corrupt.Index)) with
            {
                Left = Left with { Corruptions = Left.Corruptions - 1 },
            },
            new Corrupted(corrupt.Server, corrupt.Index)),
        Repair repair => Happens(
            WithDisk(repair.Server, disk => disk.WithCorrupt(null)).With(repair.Server, Condition.Down),
            new Repaired(repair.Server)),
        _ => throw new ArgumentException($"unknown move {move}", nameof(move)),
    };

    private World WithDisk(ServerId server, Func<Disk, Disk> change) =>
        With(server, this[server] with { Disk = change(this[server].Disk) });

    private World With(ServerId server, Condition condition) => With(server, this[server] with { Condition = condition });
}
