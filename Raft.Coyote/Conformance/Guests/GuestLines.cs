using System.Buffers;
using System.Text.Json;
using Raft.Core.Protocol;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Json;

namespace Raft.Coyote.Conformance.Guests;

/// <summary>The lines of specs/STEP.md that a guest is sent, and the one in which it says what it is.</summary>
internal static class GuestLines
{
    /// <summary>The version of the protocol. It changes whenever a guest of an older one would misread a line.</summary>
    public const int Version = 1;

    /// <summary>The first line to each process.</summary>
    public static byte[] Hello { get; } = ObjectLine(json =>
    {
        json.WriteString("type", "hello");
        json.WriteNumber("protocol", Version);
    });

    /// <summary>What a process answers to the first line.</summary>
    /// <exception cref="GuestException">It is of another version, or wants more than there is.</exception>
    public static void ReadHello(GuestProcess process, byte[] answer)
    {
        try
        {
            var line = new OneLine(answer);
            using var document = JsonLine.Parse(line);
            ReadHello(new JsonValue(document.RootElement, line));
        }
        catch (TraceFormatException bad)
        {
            throw process.Complain($"in the answer to hello: {bad.InLine}");
        }
    }

    /// <summary>What an answer to the first line must say.</summary>
    /// <exception cref="TraceFormatException">It does not.</exception>
    public static void ReadHello(JsonValue answer)
    {
        var fields = answer.Fields("protocol", "name", "chapters");
        fields["protocol"].Number(Version, Version);
        fields["name"].Text();
        if (fields["chapters"].Items().FirstOrDefault() is { } chapter)
        {
            throw chapter.Expected("none of the chapters beyond Figure 2, which are not driven yet");
        }
    }

    /// <summary>A server starts with what its disk holds.</summary>
    public static byte[] Boot(ServerState server, Options options, PersistentState durable) =>
        ObjectLine(json => TraceJson.WriteBoot(json, server, options, durable));

    /// <summary>An input.</summary>
    public static byte[] Of(Input input) => Line(json => TraceJson.WriteInput(json, input));

    private static byte[] ObjectLine(Action<Utf8JsonWriter> writeFields) => Line(json =>
    {
        json.WriteStartObject();
        writeFields(json);
        json.WriteEndObject();
    });

    private static byte[] Line(Action<Utf8JsonWriter> write)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(line))
        {
            write(json);
        }

        line.Write("\n"u8);
        return line.WrittenSpan.ToArray();
    }
}
