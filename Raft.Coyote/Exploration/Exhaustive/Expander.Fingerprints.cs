namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// The fingerprint of a state is a sum of the hashes of its parts, so a successor's is its parent's with what changed taken out
/// and what came put in. With symmetry there is a sum for each permutation of the servers, and the least of them stands for all.
/// </summary>
public sealed partial class Expander
{
    /// <summary>The fingerprint of a state.</summary>
    public ulong FingerprintOf(ReadOnlySpan<int> of)
    {
        Load(of);
        return Least(sums);
    }

    private void Load(ReadOnlySpan<int> of)
    {
        state = state.Length == of.Length ? state : new int[of.Length];
        of.CopyTo(state);
        messages = StateLayout.MessagesIn(of);
        counters = StateLayout.CountersOf(of);
        countersHash = GhostHashes.Of(counters);
        var (locals, carried, committed) = (book.Locals.Hashes, book.Messages.Hashes, book.Committed.Hashes);
        for (var each = 0; each < permutations; each++)
        {
            var sum = countersHash + ghosts.OfLeaders(each, of[StateLayout.Elections])
                + committed[(of[StateLayout.Committed] * permutations) + each];
            for (var server = 0; server < layout.Servers; server++)
            {
                sum += locals[(of[StateLayout.Locals + server] * permutations) + each];
            }

            for (var position = 0; position < messages; position++)
            {
                sum += carried[(of[layout.Messages + position] * permutations) + each];
            }

            sums[each] = sum;
        }
    }

    private ulong Fingerprint(int transition, ulong common, int elections, int committed)
    {
        var deltas = book.Deltas.AsSpan(transition * permutations, permutations);
        var (hadElections, hadCommitted) = (state[StateLayout.Elections], state[StateLayout.Committed]);
        if (elections == hadElections && committed == hadCommitted)
        {
            return Least(deltas, common);
        }

        var hashes = book.Committed.Hashes;
        for (var each = 0; each < permutations; each++)
        {
            var ofElections = ghosts.OfLeaders(each, elections) - ghosts.OfLeaders(each, hadElections);
            var ofCommitted = hashes[(committed * permutations) + each] - hashes[(hadCommitted * permutations) + each];
            shifted[each] = sums[each] + deltas[each] + common + ofElections + ofCommitted;
        }

        return Least(shifted);
    }

    private ulong Least(ReadOnlySpan<ulong> deltas, ulong common)
    {
        var least = ulong.MaxValue;
        for (var each = 0; each < sums.Length && each < deltas.Length; each++)
        {
            least = Math.Min(least, sums[each] + deltas[each] + common);
        }

        return Final(least);
    }

    private static ulong Least(ReadOnlySpan<ulong> sums)
    {
        var least = ulong.MaxValue;
        foreach (var sum in sums)
        {
            least = Math.Min(least, sum);
        }

        return Final(least);
    }

    /// <summary>The least of many is small; mixed, it is spread over all slots. 0 stands for a free slot.</summary>
    private static ulong Final(ulong least)
    {
        var mixed = Exploration.Fingerprint.Mix(least);
        return mixed == 0 ? 1 : mixed;
    }
}
