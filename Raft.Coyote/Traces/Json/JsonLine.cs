using System.Text.Json;
using System.Text.Unicode;

namespace Raft.Coyote.Traces.Json;

/// <summary>Takes a line for the one JSON value that it is to be.</summary>
internal static class JsonLine
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = TraceFormat.DeepestNesting };

    /// <summary>The value in the current line.</summary>
    /// <exception cref="TraceFormatException">There is none.</exception>
    public static JsonDocument Parse(ILine lines)
    {
        if (!Utf8.IsValid(lines.Line.Span))
        {
            throw lines.Problem("expected UTF-8, came bytes that are none");
        }

        try
        {
            return JsonDocument.Parse(lines.Line, Strict);
        }
        catch (JsonException exception)
        {
            var expected = $"one JSON value, at most {Strict.MaxDepth} deep";
            throw lines.Problem($"expected {expected}, byte {exception.BytePositionInLine + 1} of the line does not fit");
        }
    }
}
