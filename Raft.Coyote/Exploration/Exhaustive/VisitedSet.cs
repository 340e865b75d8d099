using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// The fingerprints of all states met: one open-addressing table outside the managed heap, 8 bytes a slot. Any number of threads
/// may insert; to grow it they must stand still. No fingerprint is 0.
/// </summary>
public sealed unsafe class VisitedSet : IDisposable
{
    private const int SmallestBits = 16;
    private ulong* slots;
    private int bits;
    private long count;

    /// <summary>An empty set that has room for some fingerprints before it grows.</summary>
    public VisitedSet(long room)
    {
        bits = SmallestBits;
        while (Limit < room)
        {
            bits++;
        }

        slots = Allocate(bits);
    }

    /// <summary>How many fingerprints it holds, as far as they were counted.</summary>
    public long Count => Volatile.Read(ref count);

    /// <summary>How many slots there are.</summary>
    public long Slots => 1L << bits;

    /// <summary>How many bytes it takes up.</summary>
    public long Bytes => Slots * sizeof(ulong);

    /// <summary>How many bytes there are at once while it grows.</summary>
    public long BytesToGrow => Bytes * 3;

    /// <summary>Beyond so many it is slow, and must grow.</summary>
    public long Limit => Slots / 5 * 4;

    /// <summary>Counts fingerprints that were new.</summary>
    public void CountNew(long number) => Interlocked.Add(ref count, number);

    /// <summary>Brings the place of a fingerprint nearer: soon it will be inserted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong fingerprint)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(slots + (fingerprint >> (64 - bits)));
        }
    }

    /// <summary>Inserts a fingerprint.</summary>
    /// <returns>Whether it was not there.</returns>
    public bool Insert(ulong fingerprint)
    {
        var mask = (1UL << bits) - 1;
        for (var slot = fingerprint >> (64 - bits); ; slot = (slot + 1) & mask)
        {
            var found = Volatile.Read(ref slots[slot]);
            if (found == 0)
            {
                found = Interlocked.CompareExchange(ref slots[slot], fingerprint, 0);
                if (found == 0)
                {
                    return true;
                }
            }

            if (found == fingerprint)
            {
                return false;
            }
        }
    }

    /// <summary>The slot of a fingerprint that is there.</summary>
    public long SlotOf(ulong fingerprint)
    {
        var mask = (1UL << bits) - 1;
        var slot = fingerprint >> (64 - bits);
        while (slots[slot] != fingerprint)
        {
            slot = slots[slot] == 0
                ? throw new InvalidOperationException($"the fingerprint {fingerprint:x16} is not among the states that were met")
                : (slot + 1) & mask;
        }

        return (long)slot;
    }

    /// <summary>Doubles it. Nobody else may use it meanwhile.</summary>
    public void Grow()
    {
        var old = slots;
        var oldSlots = Slots;
        slots = Allocate(bits + 1);
        bits++;
        for (var slot = 0L; slot < oldSlots; slot++)
        {
            _ = old[slot] != 0 && Insert(old[slot]);
        }

        NativeMemory.Free(old);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(slots);
        slots = null;
    }

    private static ulong* Allocate(int bits) => (ulong*)NativeMemory.AllocZeroed((nuint)1 << bits, sizeof(ulong));
}
