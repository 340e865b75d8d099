namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// What is known of pairs of numbers: an open-addressing table of one worker, without an allocation for an entry.
/// </summary>
public sealed class PairTable
{
    /// <summary>What is found for a pair of which nothing is known.</summary>
    public const int Unknown = int.MinValue;

    private const ulong Free = ulong.MaxValue;
    private ulong[] keys;
    private int[] values;
    private int count;

    /// <summary>An empty table.</summary>
    public PairTable()
    {
        (keys, values) = (new ulong[1 << 10], new int[1 << 10]);
        Array.Fill(keys, Free);
    }

    /// <summary>What is known of a pair; <see cref="Unknown"/> when nothing is.</summary>
    public int Find(int first, int second)
    {
        var table = keys;
        var key = Key(first, second);
        for (var slot = Slot(key, table.Length); ; slot = (slot + 1) & (table.Length - 1))
        {
            if (table[slot] == key)
            {
                return values[slot];
            }

            if (table[slot] == Free)
            {
                return Unknown;
            }
        }
    }

    /// <summary>Notes what is known of a pair of which nothing was.</summary>
    public int Add(int first, int second, int value)
    {
        if (2 * ++count > keys.Length)
        {
            Grow();
        }

        Put(Key(first, second), value);
        return value;
    }

    private void Grow()
    {
        var (oldKeys, oldValues) = (keys, values);
        (keys, values) = (new ulong[oldKeys.Length * 2], new int[oldKeys.Length * 2]);
        Array.Fill(keys, Free);
        for (var slot = 0; slot < oldKeys.Length; slot++)
        {
            if (oldKeys[slot] != Free)
            {
                Put(oldKeys[slot], oldValues[slot]);
            }
        }
    }

    private void Put(ulong key, int value)
    {
        var slot = Slot(key, keys.Length);
        while (keys[slot] != Free)
        {
            slot = (slot + 1) & (keys.Length - 1);
        }

        (keys[slot], values[slot]) = (key, value);
    }

    private static ulong Key(int first, int second) => ((ulong)(uint)first << 32) | (uint)second;

    private static int Slot(ulong key, int size) => (int)((key * 0x9e3779b97f4a7c15) >> 32) & (size - 1);
}
