namespace Raft.Core.Protocol;

/// <summary>
/// A log entry: "command for state machine, and term when entry was received by leader" (Figure 2).
/// We add who asked for it, so that the leader that received it can answer.
/// </summary>
/// <param name="Term">The term of the leader that received it.</param>
/// <param name="Command">What the state machine is to do.</param>
/// <param name="Origin">The request that it came from; none for a no-op.</param>
public sealed record Entry(long Term, Command Command, RequestId? Origin = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Term}:{Command}";
}

/// <summary>log[]: "log entries; ... first index is 1" (Figure 2). A value: a change gives a new log.</summary>
public sealed record Log
{
    /// <summary>The log that every server begins with.</summary>
    public static readonly Log Empty = new([]);

    /// <summary>A log with these entries.</summary>
    public Log(Sequence<Entry> entries)
        : this(entries, LastConfigurationIn(entries, entries.Count))
    {
    }

    private Log(Sequence<Entry> entries, long configurationIndex) =>
        (Entries, ConfigurationIndex) = (entries, configurationIndex);

    /// <summary>The entries, the one at index 1 first.</summary>
    public Sequence<Entry> Entries { get; }

    /// <summary>
    /// Index of the last entry that is a configuration; 0 when there is none. It is kept, for every step asks for it.
    /// </summary>
    public long ConfigurationIndex { get; }

    /// <summary>The configuration at <see cref="ConfigurationIndex"/>; null when there is none.</summary>
    public Configuration? LatestConfiguration =>
        ConfigurationIndex > 0 ? ((ChangeConfiguration)this[ConfigurationIndex].Command).Configuration : null;

    /// <summary>Index of the last entry; 0 when there is none.</summary>
    public long LastIndex => Entries.Count;

    /// <summary>Term of the last entry; 0 when there is none.</summary>
    public long LastTerm => TermAt(LastIndex);

    /// <summary>The entry at an index from 1 to <see cref="LastIndex"/>.</summary>
    public Entry this[long index] => Entries[(int)index - 1];

    /// <summary>Whether there is an entry at an index.</summary>
    public bool Contains(long index) => index >= 1 && index <= LastIndex;

    /// <summary>Term of the entry at an index; 0 where there is none, as before the first entry, where all logs agree.</summary>
    public long TermAt(long index) => Contains(index) ? this[index].Term : 0;

    /// <summary>This log with one more entry at its end.</summary>
    public Log Append(Entry entry) =>
        new(Entries.Add(entry), entry.Command is ChangeConfiguration ? LastIndex + 1 : ConfigurationIndex);

    /// <summary>This log with more entries at its end.</summary>
    public Log Append(Sequence<Entry> entries)
    {
        var added = LastConfigurationIn(entries, entries.Count);
        return entries.Count == 0 ? this : new(Entries.AddRange(entries), added > 0 ? LastIndex + added : ConfigurationIndex);
    }

    /// <summary>This log without the entry at <paramref name="index"/> and all that follow it.</summary>
    public Log TruncateFrom(long index)
    {
        var kept = ConfigurationIndex < index ? ConfigurationIndex : LastConfigurationIn(Entries, index - 1);
        return Contains(index) ? new(Entries.Take((int)index - 1), kept) : this;
    }

    /// <summary>The entries from <paramref name="index"/> on, at most <paramref name="most"/> of them.</summary>
    public Sequence<Entry> From(long index, long most = long.MaxValue)
    {
        var count = Math.Min(Math.Max(0, LastIndex - index + 1), most);
        return count == 0 ? [] : new Sequence<Entry>(Entries.Items.Slice((int)index - 1, (int)count));
    }

    /// <summary>The index up to which this log and another are the same.</summary>
    public long CommonPrefixWith(Log other)
    {
        var index = 0L;
        while (Contains(index + 1) && other.Contains(index + 1) && this[index + 1].Equals(other[index + 1]))
        {
            index++;
        }

        return index;
    }

    /// <inheritdoc/>
    public bool Equals(Log? other) => other is not null && Entries == other.Entries;

    /// <inheritdoc/>
    public override int GetHashCode() => Entries.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Entries.ToString();

    /// <summary>Index of the last configuration among the first entries; 0 when there is none.</summary>
    private static long LastConfigurationIn(Sequence<Entry> entries, long first)
    {
        var index = first;
        while (index > 0 && entries[(int)index - 1].Command is not ChangeConfiguration)
        {
            index--;
        }

        return index;
    }
}
