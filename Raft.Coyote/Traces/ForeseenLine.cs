using System.Buffers.Text;
using System.Text.Json;
using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces.Json;

namespace Raft.Coyote.Traces;

/// <summary>
/// Who knows the rules knows what a line is to say once it has told the server and the input. That is written, and if the line is the
/// same byte for byte, it need not be read: a value is written in one way only. So a trace that holds is judged several times as fast,
/// and what is wrong with any other line is told as ever, by reading it.
/// </summary>
/// <param name="json">Reads and writes the values of the trace.</param>
/// <param name="foresight">Knows the rules, and what was sent.</param>
/// <param name="servers">How many servers there are.</param>
internal sealed class ForeseenLine(TraceJson json, IForesight foresight, int servers)
{
    private readonly Sheet sheet = new();

    /// <summary>What the current line tells, if it is what was foreseen; null when it is to be read.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">The number that its event must have.</param>
    public Handled? Read(ILine line, int number)
    {
        var told = line.Line;
        if (Server(told.Span, number, out var at) is { } server
            && SentAt(told.Span, number) is var sentAt
            && (Arriving(told.Span[at..], server, sentAt) ?? Input(told.Span[at..], line)) is { } input
            && foresight.Foresee(server, input, sentAt) is { } foreseen
            && told.Span.SequenceEqual(sheet.Write(json => TraceJson.WriteLine(json, number, foreseen))))
        {
            return foreseen;
        }

        return null;
    }

    /// <summary>The server of a line that begins as that of an event with this number does; and where the input begins.</summary>
    private ServerId? Server(ReadOnlySpan<byte> line, int number, out int at)
    {
        Span<byte> digits = stackalloc byte[16];
        Utf8Formatter.TryFormat(number, digits, out var length);
        at = 0;
        var begins = Begins(line, "{\"kind\":\"event\",\"n\":"u8, ref at) && Begins(line, digits[..length], ref at)
            && Begins(line, ",\"what\":\"handled\",\"server\":\"s"u8, ref at);
        var name = at < line.Length ? line[at++] - '0' : 0;
        var isServer = name >= 1 && name <= servers;
        return begins && isServer && Begins(line, "\",\"input\":"u8, ref at) ? new ServerId(name) : null;
    }

    private static bool Begins(ReadOnlySpan<byte> line, ReadOnlySpan<byte> words, ref int at)
    {
        var begins = line[at..].StartsWith(words);
        at += begins ? words.Length : 0;
        return begins;
    }

    /// <summary>The earlier event that the end of a line tells of; null when it tells of none.</summary>
    private static int? SentAt(ReadOnlySpan<byte> line, int before)
    {
        var name = "\"sentAt\":"u8;
        var at = line.LastIndexOf(name);
        var told = at >= 0 && Utf8Parser.TryParse(line[(at + name.Length)..], out int number, out _) ? number : 0;
        return told > 0 && told < before ? told : null;
    }

    /// <summary>The arrival of a message that was sent lately, if that is what the line goes on with.</summary>
    private Receive? Arriving(ReadOnlySpan<byte> rest, ServerId server, int? sentAt)
    {
        var at = 0;
        if (sentAt is null || !Begins(rest, "{\"type\":\"receive\",\"message\":"u8, ref at))
        {
            return null;
        }

        foreach (var message in foresight.Sent(server, sentAt.Value))
        {
            if (rest[at..].StartsWith(TraceJson.TextOf(message)))
            {
                return new Receive(message);
            }
        }

        return null;
    }

    private Input? Input(ReadOnlySpan<byte> rest, ILine line)
    {
        try
        {
            var reader = new Utf8JsonReader(rest, isFinalBlock: false, state: default);
            using var document = JsonDocument.TryParseValue(ref reader, out var input) ? input : null;
            return document is null ? null : json.ReadInput(new JsonValue(document.RootElement, line));
        }
        catch (Exception exception) when (exception is JsonException or TraceFormatException)
        {
            return null;
        }
    }
}

/// <summary>Who knows the rules, and what was sent.</summary>
internal interface IForesight
{
    /// <summary>What an event sent to a server; nothing when it is not remembered.</summary>
    IEnumerable<Message> Sent(ServerId to, int sentAt);

    /// <summary>What a server does with an input that an event sent it; null when that is not known.</summary>
    Handled? Foresee(ServerId server, Input input, int? sentAt);
}
