using System.Collections.Immutable;

namespace Raft.Core.Protocol;

/// <summary>The name of a client: c1, c2, ...</summary>
public readonly record struct ClientId(int Number)
{
    /// <inheritdoc/>
    public override string ToString() => $"c{Number}";
}

/// <summary>One request of one client. A retry is another request.</summary>
/// <param name="Client">Who asks.</param>
/// <param name="Number">1 for the client's first request, and one more for each that follows.</param>
public readonly record struct RequestId(ClientId Client, int Number)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Client}#{Number}";
}

/// <summary>A command of the key-value state machine.</summary>
public abstract record Command;

/// <summary>Does nothing; a leader commits one at the start of its term (section 8).</summary>
public sealed record NoOp : Command
{
    /// <inheritdoc/>
    public override string ToString() => "no-op";
}

/// <summary>Sets a key.</summary>
public sealed record Put(string Key, string Value) : Command
{
    /// <inheritdoc/>
    public override string ToString() => $"put {Key}={Value}";
}

/// <summary>Asks for the value of a key. It goes through the log as any command, and so is linearizable.</summary>
public sealed record Get(string Key) : Command
{
    /// <inheritdoc/>
    public override string ToString() => $"get {Key}";
}

/// <summary>Appends to the value of a key; a missing value counts as empty. Applied twice, it shows.</summary>
public sealed record Append(string Key, string Value) : Command
{
    /// <inheritdoc/>
    public override string ToString() => $"append {Key}+{Value}";
}

/// <summary>Sets a key if its value is as expected.</summary>
/// <param name="Key">The key.</param>
/// <param name="Expected">The value that it must have now; null when it must have none.</param>
/// <param name="Value">The value that it then gets.</param>
public sealed record CompareAndSet(string Key, string? Expected, string Value) : Command
{
    /// <inheritdoc/>
    public override string ToString() => $"cas {Key}:{Expected ?? "none"}->{Value}";
}

/// <summary>What the state machine answers to a command.</summary>
/// <param name="Succeeded">False only for a compare-and-set that found another value.</param>
/// <param name="Value">The value of the key after the command; null when it has none.</param>
public sealed record Result(bool Succeeded, string? Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Succeeded ? "ok" : "failed")} {Value ?? "none"}";
}

/// <summary>The state machine that the log drives: a key-value store. A value: a command gives a new store.</summary>
public sealed record KeyValueStore
{
    private readonly ImmutableSortedDictionary<string, string> values;

    private KeyValueStore(ImmutableSortedDictionary<string, string> values) => this.values = values;

    /// <summary>The store that every state machine begins with.</summary>
    public static KeyValueStore Empty { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>How many keys there are.</summary>
    public int Count => values.Count;

    /// <summary>The keys, in ordinal order, with their values.</summary>
    public IEnumerable<KeyValuePair<string, string>> Values => values;

    /// <summary>The value of a key; null when it has none.</summary>
    public string? this[string key] => values.GetValueOrDefault(key);

    /// <summary>
    /// Runs a command: the store after it, and the answer. The same command on equal stores gives equal results.
    /// </summary>
    public (KeyValueStore Store, Result Result) Apply(Command command) => command switch
    {
        Put put => Set(put.Key, put.Value),
        Append append => Set(append.Key, this[append.Key] + append.Value),
        CompareAndSet swap when this[swap.Key] == swap.Expected => Set(swap.Key, swap.Value),
        CompareAndSet swap => (this, new Result(false, this[swap.Key])),
        Get get => (this, new Result(true, this[get.Key])),
        Numbered numbered => Apply(numbered.Command),
        _ => (this, new Result(true, null)),
    };

    /// <inheritdoc/>
    public bool Equals(KeyValueStore? other) => other is not null && values.SequenceEqual(other.values);

    /// <inheritdoc/>
    public override int GetHashCode() => values.Aggregate(0, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));

    /// <inheritdoc/>
    public override string ToString() => $"{{{string.Join(", ", values.Select(pair => $"{pair.Key}={pair.Value}"))}}}";

    private (KeyValueStore Store, Result Result) Set(string key, string value) =>
        (new KeyValueStore(values.SetItem(key, value)), new Result(true, value));
}
