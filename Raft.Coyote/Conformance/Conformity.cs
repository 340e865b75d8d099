using Raft.Coyote.Conformance.Readers;

namespace Raft.Coyote.Conformance;

/// <summary>Is there an execution of Raft that a trace shows?</summary>
internal static class Conformity
{
    /// <summary>Judges a trace, line by line; no more of it than a line is ever held.</summary>
    /// <param name="stream">The trace; it is read from its beginning twice when its format is not given.</param>
    /// <param name="file">What it is called in messages.</param>
    /// <param name="format">Its format; null to tell it by its first line.</param>
    /// <exception cref="Traces.TraceFormatException">It is no trace.</exception>
    public static Verdict Judge(Stream stream, string file, Format? format = null) =>
        (format ?? FormatOf(stream, file)).Judge(stream, file);

    private static Format FormatOf(Stream stream, string file)
    {
        var lines = new LogLines(stream, file, Traces.TraceFormat.LongestLine);
        if (!lines.Next())
        {
            throw lines.Problem("expected a trace, the file is empty");
        }

        stream.Position = 0;
        return Formats.Of(lines.Line) ?? throw lines.Problem(
            $"expected the first line of a trace in one of the formats {string.Join(", ", Formats.All.Select(each => each.Name))}; "
            + "if it is one, name it with --format to be told what is wrong with the line");
    }
}
