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
public sealed record Log(Sequence<Entry> Entries)
{
    /// <summary>The log that every server begins with.</summary>
    public static readonly Log Empty = new([]);

    /// <summary>Index of the last entry that was discarded; 0 when none was.</summary>
    public long PrevIndex { get; init; }

    /// <summary>Term of that entry, "to support the AppendEntries consistency check" for the first that is kept.</summary>
    public long PrevTerm { get; init; }

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
    public Log Append(Entry entry) => With(Entries.Add(entry));

    /// <summary>This log with more entries at its end.</summary>
    public Log Append(Sequence<Entry> entries) => entries.Count == 0 ? this : With(Entries.AddRange(entries));

    /// <summary>This log without the entry at <paramref name="index"/> and all that follow it.</summary>
    public Log TruncateFrom(long index) =>
        Contains(index) ? With(Entries.Take((int)(index - PrevIndex) - 1)) : HasDiscarded(index) ? Empty : this;

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
    public override string ToString() => PrevIndex == 0 ? $"{Entries}" : $"[up to {PrevIndex}@{PrevTerm} discarded] {Entries}";

    private Log With(Sequence<Entry> entries) => new(entries) { PrevIndex = PrevIndex, PrevTerm = PrevTerm };
}
