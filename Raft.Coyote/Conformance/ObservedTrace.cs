using Raft.Coyote.Conformance.Checking;
using Raft.Coyote.Conformance.Readers;

namespace Raft.Coyote.Conformance;

/// <summary>Judges a trace of which a reader makes observations.</summary>
/// <param name="reader">The reader.</param>
/// <param name="cluster">What is believed.</param>
/// <param name="steps">Judges the steps.</param>
internal sealed class ObservedTrace(IReader reader, Cluster cluster, IJudge steps) : LineJudge
{
    private readonly PropertyJudge properties = new(reader.NameOf, reader.ShowsPersistence);
    private readonly Observation seen = new();
    private readonly SortedDictionary<string, long> judged = new(StringComparer.Ordinal);
    private long events;
    private long greatestTerm;
    private long greatestCommit;

    /// <summary>Judges a trace.</summary>
    /// <param name="lines">Its lines.</param>
    /// <param name="file">What it is called in messages.</param>
    /// <param name="format">Its format.</param>
    public Verdict Judge(LogLines lines, string file, string format)
    {
        while (lines.Next())
        {
            Judge(lines);
        }

        return Verdict(file, format);
    }

    private void Judge(LogLines lines)
    {
        seen.Clear();
        if (!reader.Read(lines, seen))
        {
            return;
        }

        events++;
        (greatestTerm, greatestCommit) = (Math.Max(greatestTerm, seen.View.Term), Math.Max(greatestCommit, seen.View.Commit));
        if (JudgesSteps)
        {
            judged[seen.Name] = judged.GetValueOrDefault(seen.Name) + 1;
            Take(Level.Steps, lines.Number, lines.Line, steps.Judge(seen));
        }

        Take(Level.Properties, lines.Number, lines.Line, JudgesProperties ? properties.Judge(seen) : null);
    }

    /// <inheritdoc/>
    protected override Facts Conclude() => new(
        events, [.. cluster.Servers.Select(server => server.Name)], greatestTerm, cluster.Terms.Leaders, greatestCommit,
        [.. cluster.Options], judged, [.. NotJudged()]);

    private IEnumerable<string> NotJudged()
    {
        foreach (var what in reader.NotShown)
        {
            yield return what;
        }

        if (cluster.Messages.OnTrust > 0)
        {
            yield return $"{cluster.Messages.OnTrust} messages that may have been sent too long ago to remember were taken on trust";
        }

        if (!JudgesSteps)
        {
            yield return "no step past the one that was refused";
        }
    }
}
