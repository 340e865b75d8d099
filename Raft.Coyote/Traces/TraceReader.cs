using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces.Json;

namespace Raft.Coyote.Traces;

/// <summary>Reads traces. What is none is refused with a <see cref="TraceFormatException"/> that says where and why.</summary>
public sealed class TraceReader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = TraceFormat.DeepestNesting };

    private readonly LineReader lines;
    private readonly Header header;
    private readonly int events;
    private readonly TraceJson json;
    private readonly Memories memories;
    private readonly List<string> schedule = [];
    private readonly List<Happening> happenings = [];

    private TraceReader(LineReader lines, Header header, int events)
    {
        this.lines = lines;
        this.header = header;
        this.events = events;
        json = new TraceJson(header.Servers, header.Clients, header.FirstServers);
        memories = new Memories(header.FirstServers);
    }

    /// <summary>Reads a file.</summary>
    public static Trace Read(string path)
    {
        using var file = InputFile.Open(path);
        try
        {
            return Read(file, path);
        }
        catch (IOException exception)
        {
            throw InputFile.Unreadable(path, exception.Message);
        }
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="file">What it is called in messages.</param>
    public static Trace Read(Stream stream, string file)
    {
        using var lines = new LineReader(stream, file);
        var (header, events) = ReadLine(lines, "a header", ReadHeader);
        return new TraceReader(lines, header, events).ReadRest();
    }

    private static (Header Header, int Events) ReadHeader(JsonValue line)
    {
        var kind = line.Field("kind");
        return kind.Text() == "header" ? TraceJson.ReadHeader(line) : throw kind.Expected("\"header\"");
    }

    private static T ReadLine<T>(LineReader lines, string expected, Func<JsonValue, T> read)
    {
        if (!lines.Next())
        {
            var came = lines.Number == 1 ? "the file is empty" : "the file ends here: was it cut off?";
            throw lines.Problem($"expected {expected}, {came}");
        }

        using var document = Parse(lines);
        return read(new JsonValue(document.RootElement, lines));
    }

    private static JsonDocument Parse(LineReader lines)
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

    private Trace ReadRest()
    {
        var isAtEnd = false;
        while (!isAtEnd)
        {
            isAtEnd = ReadLine(lines, "an event or the end", ReadOne);
        }

        if (lines.Next())
        {
            throw lines.Problem("expected nothing after the end, came another line");
        }

        return new Trace(header, string.Join('\n', schedule), [.. happenings]);
    }

    /// <summary>Reads a line after the header.</summary>
    /// <returns>Whether it was the last one.</returns>
    private bool ReadOne(JsonValue line)
    {
        var kind = line.Field("kind");
        switch (kind.Text())
        {
            case "schedule" when happenings.Count == 0:
                schedule.AddRange(TraceJson.ReadSchedule(line));
                return false;
            case "event":
                ReadEvent(line);
                return false;
            case "end":
                ReadEnd(line);
                return true;
            default:
                throw kind.Expected(happenings.Count == 0 ? "\"schedule\", \"event\" or \"end\"" : "\"event\" or \"end\"");
        }
    }

    private void ReadEvent(JsonValue line)
    {
        if (happenings.Count == events)
        {
            throw line.Field("kind").Expected($"the end after {events} events, as the header says");
        }

        var happening = json.ReadHappening(line, happenings.Count + 1, memories.Of);
        memories.Observe(happening);
        happenings.Add(happening);
    }

    /// <summary>
    /// The last line tells whether those before it are all there, and as they were written. It cannot vouch for itself, so it is
    /// written in one way only.
    /// </summary>
    private void ReadEnd(JsonValue line)
    {
        var fields = line.Fields("kind", "events", "checksum");
        if (happenings.Count != events)
        {
            throw line.Field("kind").Expected($"event {happenings.Count + 1} of {events}");
        }

        if (fields["events"].Number(0, TraceFormat.MostEvents) != events)
        {
            throw fields["events"].Expected($"{events}, as the header says");
        }

        var checksum = lines.ChecksumBefore;
        if (fields["checksum"].Text() != checksum)
        {
            throw fields["checksum"].Expected($"{checksum}, the SHA-256 of the lines before (was the file edited?)");
        }

        var written = TraceFormat.EndLine(events, checksum);
        if (!lines.Line.Span.SequenceEqual(Encoding.UTF8.GetBytes(written)))
        {
            throw lines.Problem($"expected just {written}, came another spelling of it");
        }
    }
}
