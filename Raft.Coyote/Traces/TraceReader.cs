using System.Text;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces.Json;

namespace Raft.Coyote.Traces;

/// <summary>Reads traces. What is none is refused with a <see cref="TraceFormatException"/> that says where and why.</summary>
public sealed class TraceReader : IDisposable
{
    private readonly LineReader lines;
    private readonly int events;
    private readonly TraceJson json;
    private readonly Memories memories;
    private readonly List<string> schedule = [];
    private int read;
    private Happening? last;
    private ForeseenLine? foreseen;

    private TraceReader(LineReader lines, Header header, int events)
    {
        this.lines = lines;
        Header = header;
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
        using var reader = Begin(stream, file);
        var happenings = new List<Happening>();
        while (reader.Next() is { } happening)
        {
            happenings.Add(happening);
        }

        return new Trace(reader.Header, string.Join('\n', reader.schedule), [.. happenings]);
    }

    /// <summary>Begins to read a stream, happening by happening: no more of it is held than a line.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="file">What it is called in messages.</param>
    /// <param name="longest">How many bytes it may have.</param>
    public static TraceReader Begin(Stream stream, string file, long longest = TraceFormat.LongestFile)
    {
        var lines = new LineReader(stream, file, longest);
        var (header, events) = ReadLine(lines, "a header", ReadHeader);
        return new TraceReader(lines, header, events);
    }

    /// <summary>How the run came about.</summary>
    public Header Header { get; }

    /// <summary>The number of the current line, from 1.</summary>
    public int LineNumber => lines.Number;

    /// <summary>The current line; valid until the next call of <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Line => lines.Line.Span;

    /// <summary>Lines that say just what is foreseen are not read any further from here on.</summary>
    internal void Expect(IForesight foresight) => foreseen = new ForeseenLine(json, foresight, Header.Servers);

    /// <summary>The next happening; null when the trace is over, and whole.</summary>
    public Happening? Next()
    {
        last = null;
        var isAtEnd = false;
        while (!isAtEnd && last is null)
        {
            isAtEnd = ReadNext();
        }

        if (isAtEnd && lines.Next())
        {
            throw lines.Problem("expected nothing after the end, came another line");
        }

        return last;
    }

    /// <inheritdoc/>
    public void Dispose() => lines.Dispose();

    private static (Header Header, int Events) ReadHeader(JsonValue line)
    {
        var kind = line.Field("kind");
        return kind.Text() == "header" ? TraceJson.ReadHeader(line) : throw kind.Expected("\"header\"");
    }

    private static T ReadLine<T>(LineReader lines, string expected, Func<JsonValue, T> read)
    {
        GoToNext(lines, expected);
        return Read(lines, read);
    }

    private static void GoToNext(LineReader lines, string expected)
    {
        if (!lines.Next())
        {
            var came = lines.Number == 1 ? "the file is empty" : "the file ends here: was it cut off?";
            throw lines.Problem($"expected {expected}, {came}");
        }
    }

    private static T Read<T>(LineReader lines, Func<JsonValue, T> read)
    {
        using var document = JsonLine.Parse(lines);
        return read(new JsonValue(document.RootElement, lines));
    }

    /// <summary>Reads the next line after the header.</summary>
    /// <returns>Whether it was the last one.</returns>
    private bool ReadNext()
    {
        GoToNext(lines, "an event or the end");
        if (read < events && foreseen?.Read(lines, read + 1) is { } handled)
        {
            Take(handled);
            return false;
        }

        return Read(lines, ReadOne);
    }

    private bool ReadOne(JsonValue line)
    {
        var kind = line.Field("kind");
        switch (kind.Text())
        {
            case "schedule" when read == 0:
                schedule.AddRange(TraceJson.ReadSchedule(line));
                return false;
            case "event":
                ReadEvent(line);
                return false;
            case "end":
                ReadEnd(line);
                return true;
            default:
                throw kind.Expected(read == 0 ? "\"schedule\", \"event\" or \"end\"" : "\"event\" or \"end\"");
        }
    }

    private void ReadEvent(JsonValue line)
    {
        if (read == events)
        {
            throw line.Field("kind").Expected($"the end after {events} events, as the header says");
        }

        Take(json.ReadHappening(line, read + 1, memories.Of));
    }

    private void Take(Happening happening)
    {
        read++;
        last = happening;
        memories.Observe(happening);
    }

    /// <summary>
    /// The last line tells whether those before it are all there, and as they were written. It cannot vouch for itself, so it is
    /// written in one way only.
    /// </summary>
    private void ReadEnd(JsonValue line)
    {
        var fields = line.Fields("kind", "events", "checksum");
        if (read != events)
        {
            throw line.Field("kind").Expected($"event {read + 1} of {events}");
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
