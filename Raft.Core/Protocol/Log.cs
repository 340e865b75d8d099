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

/// <summary>
/// log[]: "log entries; ... first index is 1" (Figure 2). A value: a change gives a new log. Once a snapshot holds what the first
/// entries led to, these may be discarded (section 7): all of them were committed, so wherever they were all logs agree.
/// </summary>
public sealed record Log
{
    /// <summary>The log that every server begins with.</summary>
    public static readonly Log Empty = new([]);

    /// <summary>Where among the entries the last configuration is, counted from 1; 0 when there is none.</summary>
    private readonly int configurationAt;

    /// <summary>A log with these entries.</summary>
    public Log(Sequence<Entry> entries)
        : this(entries, LastConfigurationIn(entries, entries.Count))
    {
    }

    private Log(Sequence<Entry> entries, int configurationAt) => (Entries, this.configurationAt) = (entries, configurationAt);

    /// <summary>The entries that are kept, the first of them at <see cref="PrevIndex"/> + 1.</summary>
    public Sequence<Entry> Entries { get; }

    /// <summary>Index of the last entry that was discarded; 0 when none was.</summary>
    public long PrevIndex { get; init; }

    /// <summary>Term of that entry, "to support the AppendEntries consistency check" for the first that is kept.</summary>
    public long PrevTerm { get; init; }

    /// <summary>
    /// Index of the last entry that is a configuration; 0 when there is none. It is kept, for every step asks for it.
    /// </summary>
    public long ConfigurationIndex => configurationAt == 0 ? 0 : PrevIndex + configurationAt;

    /// <summary>The configuration at <see cref="ConfigurationIndex"/>; null when there is none.</summary>
    public Configuration? LatestConfiguration =>
        configurationAt == 0 ? null : ((ChangeConfiguration)Entries[configurationAt - 1].Command).Configuration;

    /// <summary>Index of the last entry; 0 when there is none.</summary>
    public long LastIndex => PrevIndex + Entries.Count;

    /// <summary>Term of the last entry; 0 when there is none.</summary>
    public long LastTerm => TermAt(LastIndex);

    /// <summary>The entry at an index from the first that is kept to <see cref="LastIndex"/>.</summary>
    public Entry this[long index] => Entries[(int)(index - PrevIndex) - 1];

    /// <summary>Whether there is an entry at an index.</summary>
    public bool Contains(long index) => index > PrevIndex && index <= LastIndex;

    /// <summary>Whether the entry at an index was discarded.</summary>
    public bool HasDiscarded(long index) => index >= 1 && index <= PrevIndex;

    /// <summary>
    /// Term of the entry at an index, or of the last one that was discarded; 0 where there is none, as before the first entry,
    /// where all logs agree, and where it is not known any more.
    /// </summary>
    public long TermAt(long index) => Contains(index) ? this[index].Term : index == PrevIndex ? PrevTerm : 0;

    /// <summary>This log with one more entry at its end.</summary>
    public Log Append(Entry entry) =>
        With(Entries.Add(entry), entry.Command is ChangeConfiguration ? Entries.Count + 1 : configurationAt);

    /// <summary>This log with more entries at its end.</summary>
    public Log Append(Sequence<Entry> entries)
    {
        var added = LastConfigurationIn(entries, entries.Count);
        return entries.Count == 0 ? this : With(Entries.AddRange(entries), added > 0 ? Entries.Count + added : configurationAt);
    }

    /// <summary>This log without the entry at <paramref name="index"/> and all that follow it.</summary>
    public Log TruncateFrom(long index)
    {
        if (!Contains(index))
        {
            return HasDiscarded(index) ? Empty : this;
        }

        var kept = (int)(index - PrevIndex) - 1;
        return With(Entries.Take(kept), LastConfigurationIn(Entries, Math.Min(kept, configurationAt)));
    }

    /// <summary>
    /// This log without the entries up to the one of that index and term. If it has no such entry, nothing of it is known to
    /// follow that one, and all of it goes (Figure 13, rules 6 and 7).
    /// </summary>
    public Log DiscardUpTo(long index, long term) => index <= PrevIndex
        ? this
        : new Log(HasEntry(index, term) ? From(index + 1) : []) { PrevIndex = index, PrevTerm = term };

    /// <summary>Whether the log has an entry of that index and term, or discarded it last.</summary>
    public bool HasEntry(long index, long term) => index >= PrevIndex && index <= LastIndex && TermAt(index) == term;

    /// <summary>The entries that are kept from <paramref name="index"/> on, at most <paramref name="most"/> of them.</summary>
    public Sequence<Entry> From(long index, long most = long.MaxValue)
    {
        index = Math.Max(index, PrevIndex + 1);
        var count = Math.Min(Math.Max(0, LastIndex - index + 1), most);
        return count == 0 ? [] : new Sequence<Entry>(Entries.Items.Slice((int)(index - PrevIndex) - 1, (int)count));
    }

    /// <summary>
    /// The index up to which this log and another are the same. What one of them has discarded counts as the same if the
    /// other has, or had last, an entry of the same index and term as the last one that was.
    /// </summary>
    public long CommonPrefixWith(Log other)
    {
        var index = Math.Max(PrevIndex, other.PrevIndex);
        if (TermAt(index) != other.TermAt(index))
        {
            return Math.Min(PrevIndex, other.PrevIndex);
        }

        while (Contains(index + 1) && other.Contains(index + 1) && this[index + 1].Equals(other[index + 1]))
        {
            index++;
        }

        return index;
    }

    /// <inheritdoc/>
    public bool Equals(Log? other) =>
        other is not null && PrevIndex == other.PrevIndex && PrevTerm == other.PrevTerm && Entries == other.Entries;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(PrevIndex, PrevTerm, Entries);

    /// <inheritdoc/>
    public override string ToString() => PrevIndex == 0 ? $"{Entries}" : $"[up to {PrevIndex}@{PrevTerm} discarded] {Entries}";

    private Log With(Sequence<Entry> entries, int configurationAt) =>
        new(entries, configurationAt) { PrevIndex = PrevIndex, PrevTerm = PrevTerm };

    /// <summary>Where among the first entries the last configuration is, counted from 1; 0 when there is none.</summary>
    private static int LastConfigurationIn(Sequence<Entry> entries, int first)
    {
        while (first > 0 && entries[first - 1].Command is not ChangeConfiguration)
        {
            first--;
        }

        return first;
    }
}
