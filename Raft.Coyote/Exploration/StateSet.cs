using System.Collections;

namespace Raft.Coyote.Exploration;

/// <summary>
/// The distinct states of a run, by their fingerprints: all of them while there are few, and beyond that an even sample, from
/// which their number is told. So a run of a billion states neither fills the memory nor the record of its progress. (Wegman's
/// adaptive sampling; Flajolet, "On adaptive sampling", 1990.)
/// </summary>
/// <remarks>
/// A fingerprint is in the sample of a level when as many of its low bits are zero. The level is the lowest whose sample is small
/// enough. It depends on the states alone, so sets that are added up in any order, on any number of machines, are equal.
/// </remarks>
public sealed class StateSet : IEnumerable<ulong>
{
    /// <summary>How many fingerprints are kept: their number is then told to about half a percent.</summary>
    public const int Capacity = 65_536;

    private readonly HashSet<ulong> sample = [];
    private ulong mask;

    /// <summary>Of 2 to the power of this many states one is kept.</summary>
    public int Level { get; private set; }

    /// <summary>How many states there are: exactly, or about.</summary>
    public long Count => (long)sample.Count << Level;

    /// <summary>Whether <see cref="Count"/> is exact.</summary>
    public bool IsExact => Level == 0;

    /// <summary>Adds a state.</summary>
    public void Add(ulong fingerprint)
    {
        if ((fingerprint & mask) == 0 && sample.Add(fingerprint) && sample.Count > Capacity)
        {
            RaiseTo(Level + 1);
        }
    }

    /// <summary>Adds the states of another set.</summary>
    public void UnionWith(StateSet other)
    {
        RaiseTo(other.Level);
        foreach (var fingerprint in other.sample)
        {
            Add(fingerprint);
        }
    }

    /// <summary>Leaves of the sample only what is new to another set that these states are to be added to.</summary>
    public void ExceptWith(StateSet other)
    {
        RaiseTo(other.Level);
        sample.ExceptWith(other.sample);
    }

    /// <summary>Whether two sets are equal.</summary>
    public bool SetEquals(StateSet other) => Level == other.Level && sample.SetEquals(other.sample);

    /// <summary>Keeps what belongs to a level, and to higher ones until that is little enough.</summary>
    public void RaiseTo(int level)
    {
        if (level > Level)
        {
            Level = level;
            mask = (1UL << level) - 1;
            sample.RemoveWhere(fingerprint => (fingerprint & mask) != 0);
        }

        if (sample.Count > Capacity)
        {
            RaiseTo(Level + 1);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<ulong> GetEnumerator() => sample.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
