namespace Raft.Coyote.Conformance.Checking;

/// <summary>
/// A log of which the terms of the entries are known, and no more. That is enough to judge it: only the leader of a term creates
/// that term's entries, so "if two entries in different logs have the same index and term, then they store the same command"
/// (section 5.3, Log Matching). A value; entries of one term that follow each other share a run, and logs share their runs.
/// </summary>
/// <param name="LastIndex">Index of the last entry; 0 when there is none.</param>
/// <param name="Tail">The run that the last entry is in; null when there is none.</param>
internal readonly record struct TermLog(long LastIndex, TermRun? Tail)
{
    /// <summary>The term of entries that were there before the trace began; it may be any.</summary>
    public const long Unknown = -1;

    /// <summary>The log that every server begins with.</summary>
    public static readonly TermLog Empty;

    /// <summary>Term of the last entry; 0 when there is none.</summary>
    public long LastTerm => Tail?.Term ?? 0;

    /// <summary>The log of a server that the trace finds in mid-life.</summary>
    public static TermLog Found(long lastIndex, long? lastTerm) => lastTerm switch
    {
        null => Empty.Append(Unknown, lastIndex),
        { } term => lastIndex == 0 ? Empty : Empty.Append(Unknown, lastIndex - 1).Append(term, 1),
    };

    /// <summary>Whether there is an entry at an index.</summary>
    public bool Contains(long index) => index >= 1 && index <= LastIndex;

    /// <summary>Term of the entry at an index; 0 where there is none.</summary>
    public long TermAt(long index) => Contains(index) ? RunAt(index)!.Term : 0;

    /// <summary>
    /// Whether the log has, or may have, an entry of that index and term; before the first entry all logs agree.
    /// </summary>
    public bool MayHave(long index, long term) => index == 0 || (Contains(index) && MayBeSame(TermAt(index), term));

    /// <summary>This log with more entries of one term at its end.</summary>
    public TermLog Append(long term, long count) =>
        count == 0 ? this
        : LastTerm == term && Tail is not null ? this with { LastIndex = LastIndex + count }
        : new TermLog(LastIndex + count, new TermRun(LastIndex + 1, term, Tail));

    /// <summary>This log without the entries past an index.</summary>
    public TermLog UpTo(long index) =>
        index >= LastIndex ? this : index <= 0 ? Empty : new TermLog(index, RunAt(index));

    /// <summary>Index of the last entry whose term is, or may be, no greater than a term; 0 when there is none.</summary>
    public long LastOfTermUpTo(long term)
    {
        var (last, run) = (LastIndex, Tail);
        for (; run is not null && run.Term > term; run = run.Before)
        {
            last = run.First - 1;
        }

        return last;
    }

    /// <summary>Whether this log and another are, or may be, the same up to an index that both reach.</summary>
    public bool AgreesWith(TermLog other, long index) =>
        index <= LastIndex && index <= other.LastIndex && UpTo(index).CommonWith(other) == index;

    /// <summary>The index up to which this log and another are, or may be, the same.</summary>
    public long CommonWith(TermLog other)
    {
        var common = Math.Min(LastIndex, other.LastIndex);
        var (mine, theirs) = (RunAt(common), other.RunAt(common));
        while (mine is not null && theirs is not null && !ReferenceEquals(mine, theirs))
        {
            var start = Math.Max(mine.First, theirs.First);
            common = MayBeSame(mine.Term, theirs.Term) ? common : start - 1;
            (mine, theirs) = (mine.At(start - 1), theirs.At(start - 1));
        }

        return common;
    }

    /// <summary>Whether two terms are the same, as far as they are known.</summary>
    public static bool MayBeSame(long term, long other) => term == other || term == Unknown || other == Unknown;

    /// <inheritdoc/>
    public override string ToString() => LastIndex == 0 ? "no entries" : string.Join(", ", Runs().Reverse());

    private IEnumerable<string> Runs()
    {
        const int most = 6;
        var (last, shown) = (LastIndex, 0);
        for (var run = Tail; run is not null; (last, run) = (run.First - 1, run.Before))
        {
            if (++shown > most)
            {
                yield return "...";
                break;
            }

            yield return run.Text(last);
        }
    }

    private TermRun? RunAt(long index) => Tail?.At(index);
}

/// <summary>Entries of one term that follow each other. Where they end, the log tells.</summary>
/// <param name="First">Index of the first of them.</param>
/// <param name="Term">Their term.</param>
/// <param name="Before">The entries before them.</param>
internal sealed record TermRun(long First, long Term, TermRun? Before)
{
    /// <summary>The run, this or one before it, that has the entry at an index; null before the first entry.</summary>
    public TermRun? At(long index)
    {
        var run = this;
        while (run is not null && run.First > index)
        {
            run = run.Before;
        }

        return run;
    }

    /// <summary>The run in words, when it ends at an index.</summary>
    public string Text(long last)
    {
        var term = Term == TermLog.Unknown ? "an unknown term" : $"term {Term}";
        return First == last ? $"{First} of {term}" : $"{First} to {last} of {term}";
    }
}
