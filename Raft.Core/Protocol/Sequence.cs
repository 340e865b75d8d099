using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Raft.Core.Protocol;

/// <summary>An immutable list with value equality (<see cref="ImmutableArray{T}"/> compares references).</summary>
/// <typeparam name="T">What it holds; itself a value.</typeparam>
[CollectionBuilder(typeof(Sequence), nameof(Sequence.Of))]
public readonly struct Sequence<T>(ImmutableArray<T> items) : IEquatable<Sequence<T>>, IEnumerable<T>
{
    private readonly ImmutableArray<T> items = items;

    /// <summary>The items; never <c>default</c>.</summary>
    public ImmutableArray<T> Items => items.IsDefault ? [] : items;

    /// <summary>How many items there are.</summary>
    public int Count => items.IsDefault ? 0 : items.Length;

    /// <summary>The item at a position, counted from 0.</summary>
    public T this[int position] => items[position];

    /// <summary>These items, then one more.</summary>
    public Sequence<T> Add(T item) => new(Items.Add(item));

    /// <summary>These items, then others.</summary>
    public Sequence<T> AddRange(Sequence<T> others) => others.Count == 0 ? this : new(Items.AddRange(others.Items));

    /// <summary>These items without the one at a position, counted from 0.</summary>
    public Sequence<T> RemoveAt(int position) => new(Items.RemoveAt(position));

    /// <summary>These items with another one at a position, counted from 0.</summary>
    public Sequence<T> SetItem(int position, T item) => new(Items.SetItem(position, item));

    /// <summary>The first items, at most <paramref name="count"/> of them.</summary>
    public Sequence<T> Take(int count) => count >= Count ? this : new(Items[..count]);

    /// <inheritdoc/>
    public bool Equals(Sequence<T> other) =>
        items == other.items || Items.AsSpan().SequenceEqual(other.Items.AsSpan(), EqualityComparer<T>.Default);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Sequence<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", Items)}]";

    /// <summary>Enumerates the items in order, without an allocation.</summary>
    public ImmutableArray<T>.Enumerator GetEnumerator() => Items.GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)Items).GetEnumerator();

    /// <summary>Same items, same order.</summary>
    public static bool operator ==(Sequence<T> left, Sequence<T> right) => left.Equals(right);

    /// <summary>Other items, or another order.</summary>
    public static bool operator !=(Sequence<T> left, Sequence<T> right) => !left.Equals(right);
}

/// <summary>Makes sequences, also for collection expressions.</summary>
public static class Sequence
{
    /// <summary>A sequence of these items.</summary>
    public static Sequence<T> Of<T>(ReadOnlySpan<T> items) => new([.. items]);
}
