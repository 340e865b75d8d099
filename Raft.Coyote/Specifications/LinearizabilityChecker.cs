using Raft.Core.Protocol;

namespace Raft.Coyote.Specifications;

/// <summary>
/// Whether a history of operations is linearizable: whether each can be given a moment between its call and its return, so that
/// the store, running the operations in the order of these moments, gives just these answers (Herlihy and Wing 1990). A history
/// is linearizable when its part for each key is, so each key is searched alone.
/// </summary>
public static class LinearizabilityChecker
{
    /// <summary>
    /// Whether a history is linearizable. Pending operations may have taken effect at any time after their calls, or never.
    /// </summary>
    public static bool IsLinearizable(IEnumerable<Operation> operations)
    {
        var withKey = operations.Where(operation => operation.Key is not null);
        return withKey.GroupBy(operation => operation.Key!).All(ofKey => new Search(ofKey.Key, ofKey).Succeeds());
    }

    /// <summary>
    /// Of a history that is not linearizable, the answers that contradict each other: if any one of them were not known, there
    /// would be an order.
    /// </summary>
    public static IReadOnlyList<Operation> Contradiction(IEnumerable<Operation> operations)
    {
        var kept = operations.ToArray();
        ForgetAnswers(kept, 0, kept.Length);
        return [.. kept.Where(operation => !operation.IsPending)];
    }

    /// <summary>Forgets, in one part of the operations, all answers without which they still contradict each other.</summary>
    private static void ForgetAnswers(Operation[] operations, int from, int to)
    {
        var part = operations[from..to];
        part.Select(operation => operation.WithoutAnswer()).ToArray().CopyTo(operations, from);
        if (!IsLinearizable(operations))
        {
            return;
        }

        part.CopyTo(operations, from);
        if (part.Length > 1)
        {
            var middle = (from + to) / 2;
            ForgetAnswers(operations, from, middle);
            ForgetAnswers(operations, middle, to);
        }
    }

    /// <summary>
    /// Wing and Gong's search (1993) over the operations of one key: choose the answer that comes next, try, step back; with
    /// Lowe's memory (2017) of where it has been. An operation may come next when nothing that is left had returned before it
    /// was called. A pending operation takes effect only where the next answer needs it: one that no answer shows might as well
    /// never have happened.
    /// </summary>
    private sealed class Search
    {
        private const int NoPosition = -1;
        private const int NoneLeft = int.MaxValue;
        private readonly string key;
        private readonly Operation[] answered;
        private readonly Operation[] pending;
        private readonly int[] twins;
        private readonly string[] expected;
        private readonly HashSet<(Operations Done, int Chosen, string? Value)> visited = [];

        public Search(string key, IEnumerable<Operation> operations)
        {
            this.key = key;
            var byCall = operations.OrderBy(operation => operation.CalledAt).ToArray();
            answered = [.. byCall.Where(operation => !operation.IsPending)];
            pending = [.. byCall.Where(operation => operation.IsPending)];
            twins = EarlierTwins(pending);
            expected = [.. pending.Select(operation => operation.Command).OfType<CompareAndSet>()
                .Select(swap => swap.Expected).OfType<string>().Distinct()];
        }

        public bool Succeeds() => IsExplained(Operations.None(answered.Length + pending.Length), KeyValueStore.Empty);

        /// <summary>Whether there is an order for the answers that are left, once those done have led to this store.</summary>
        private bool IsExplained(Operations done, KeyValueStore store)
        {
            var firstReturn = FirstReturn(done);
            if (firstReturn == NoneLeft)
            {
                return true;
            }

            var isNew = visited.Add((done, NoPosition, store[key]));
            for (var next = 0; isNew && next < answered.Length && answered[next].CalledAt < firstReturn; next++)
            {
                if (!done.Contains(next) && CanComeNext(next, done, store, firstReturn))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>When the first of the operations that are left returned.</summary>
        private int FirstReturn(Operations done)
        {
            var first = NoneLeft;
            for (var position = 0; position < answered.Length; position++)
            {
                first = done.Contains(position) ? first : Math.Min(first, answered[position].ReturnedAt!.Value);
            }

            return first;
        }

        /// <summary>
        /// Whether an answer can come next, as it is or after pending operations that lead to it, and those left after it.
        /// </summary>
        private bool CanComeNext(int next, Operations done, KeyValueStore store, int firstReturn)
        {
            var (after, result) = store.Apply(answered[next].Command);
            if (answered[next].IsAnsweredBy(result))
            {
                if (IsExplained(done.Add(next), after))
                {
                    return true;
                }

                if (!answered[next].MayRestOnOthers)
                {
                    return false;
                }
            }

            var isNew = visited.Add((done, next, store[key]));
            for (var position = 0; isNew && position < pending.Length && pending[position].CalledAt < firstReturn; position++)
            {
                if (IsOfUse(position, done) && CanLeadTo(next, position, done, store, firstReturn))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Whether an answer can come next when a pending operation has taken effect before it.</summary>
        private bool CanLeadTo(int next, int position, Operations done, KeyValueStore store, int firstReturn)
        {
            var changed = store.Apply(pending[position].Command).Store;
            return changed[key] != store[key]
                && (answered[next].MayRestOnOthers || IsOnTheWay(changed[key], answered[next].ValueFound))
                && CanComeNext(next, done.Add(answered.Length + position), changed, firstReturn);
        }

        /// <summary>Of pending operations that ask for the same, the one called first can do all that the others can.</summary>
        private bool IsOfUse(int position, Operations done) =>
            !done.Contains(answered.Length + position)
            && (twins[position] == NoPosition || done.Contains(answered.Length + twins[position]));

        /// <summary>For each pending operation, the last one before it that asks for the same.</summary>
        private static int[] EarlierTwins(Operation[] pending)
        {
            var last = new Dictionary<Command, int>();
            var twins = new int[pending.Length];
            for (var position = 0; position < pending.Length; position++)
            {
                twins[position] = last.GetValueOrDefault(pending[position].Command, NoPosition);
                last[pending[position].Command] = position;
            }

            return twins;
        }

        /// <summary>
        /// Whether a value can lead to what an operation found: appends make a value longer, and a compare-and-set may stand
        /// between. Any other would be overwritten unseen.
        /// </summary>
        private bool IsOnTheWay(string? value, string? found) =>
            value is not null && (BeginsWith(found, value) || Array.Exists(expected, other => BeginsWith(other, value)));

        private static bool BeginsWith(string? value, string start) =>
            value is not null && value.StartsWith(start, StringComparison.Ordinal);
    }

    /// <summary>A set of operations, by their positions.</summary>
    private readonly record struct Operations(Sequence<ulong> Words)
    {
        public static Operations None(int count) => new(new Sequence<ulong>([.. new ulong[(count / 64) + 1]]));

        public bool Contains(int position) => (Words[position / 64] & Bit(position)) != 0;

        public Operations Add(int position) => new(Words.SetItem(position / 64, Words[position / 64] | Bit(position)));

        private static ulong Bit(int position) => 1UL << (position % 64);
    }
}
