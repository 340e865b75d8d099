using System.Text;

namespace Raft.Coyote.Conformance;

/// <summary>Judges a trace line by line, and remembers for each level the first event that it refuses.</summary>
internal abstract class LineJudge
{
    private const int LongestText = 240;

    private Refused? steps;
    private Refused? properties;

    /// <summary>Whether the steps are still judged: past a wrong one, what should have been is not known.</summary>
    protected bool JudgesSteps => steps is null;

    /// <summary>Whether the properties are still judged.</summary>
    protected bool JudgesProperties => properties is null;

    /// <summary>What was seen.</summary>
    protected abstract Facts Conclude();

    /// <summary>What came of it.</summary>
    protected Verdict Verdict(string file, string format) => new(file, format, Conclude(), steps, properties);

    /// <summary>Takes in what a level says of a line.</summary>
    protected void Take(Level level, int line, ReadOnlySpan<byte> text, Refusal? refusal)
    {
        if (refusal is null)
        {
            return;
        }

        var refused = new Refused(level, line, Shortened(text), refusal);
        steps ??= level == Level.Steps ? refused : null;
        properties ??= level == Level.Properties ? refused : null;
    }

    private static string Shortened(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 4 * LongestText)]);
        return text.Length <= LongestText ? text : $"{text[..LongestText]}...";
    }
}
