namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// Values that are each known by a number, with what there is to look up for a number. Only one thread at a time adds; all may
/// look up what they were given a number for.
/// </summary>
/// <typeparam name="TValue">The values.</typeparam>
/// <typeparam name="TFacts">What is worked out once for each value.</typeparam>
public sealed class Interned<TValue, TFacts>(Permutation[] permutations)
    where TValue : notnull
{
    private readonly Dictionary<ulong, int> numbers = [];
    private TValue[] values = new TValue[64];
    private TFacts[] facts = new TFacts[64];
    private ulong[] hashes = new ulong[64 * permutations.Length];

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>What was worked out for each number.</summary>
    public TFacts[] Facts => Volatile.Read(ref facts);

    /// <summary>For each number the hashes of its value, one for each permutation, the identity's first.</summary>
    public ulong[] Hashes => Volatile.Read(ref hashes);

    /// <summary>The value of a number.</summary>
    public TValue this[int number] => Volatile.Read(ref values)[number];

    /// <summary>The number of a value that was met before, or a new one.</summary>
    /// <param name="value">The value.</param>
    /// <param name="work">Works out what there is to look up.</param>
    public int Number(TValue value, Func<TValue, TFacts> work)
    {
        var content = new Content(value);
        var hash = content.Hash(permutations[0]);
        if (!numbers.TryGetValue(hash, out var number))
        {
            return Add(value, work(value), content, hash);
        }

        return values[number].Equals(value) ? number : throw new InvalidOperationException(
            $"two unequal values have the same 64-bit hash {hash:x16}: {values[number]} and {value}");
    }

    private int Add(TValue value, TFacts known, Content content, ulong hash)
    {
        if (Count == values.Length)
        {
            Volatile.Write(ref values, Longer(values, 2 * Count));
            Volatile.Write(ref facts, Longer(facts, 2 * Count));
            Volatile.Write(ref hashes, Longer(hashes, 2 * Count * permutations.Length));
        }

        (values[Count], facts[Count]) = (value, known);
        for (var each = 0; each < permutations.Length; each++)
        {
            hashes[(Count * permutations.Length) + each] = content.Hash(permutations[each]);
        }

        numbers.Add(hash, Count);
        return Count++;
    }

    private static T[] Longer<T>(T[] array, int length)
    {
        Array.Resize(ref array, length);
        return array;
    }
}
