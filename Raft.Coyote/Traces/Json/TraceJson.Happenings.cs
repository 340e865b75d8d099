using System.Text.Json;
using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Traces.Json;

/// <summary>Happenings: one line each.</summary>
internal sealed partial class TraceJson
{
    private static readonly string[] Happenings =
    [
        "handled", "crashed", "paused", "resumed", "lost", "doubled", "partitioned", "healed", "clockJumped", "faultsOver",
        "called", "requestLost", "returned", "gaveUp",
        "diskFilled", "spaceFreed", "corrupted", "repaired",
    ];

    private static readonly string[] CrashFields = ["effectsDone", "recordsKept", "torn", "writesKept?"];

    /// <summary>Writes the line of a happening.</summary>
    public static void WriteLine(Utf8JsonWriter json, int number, Happening happening)
    {
        json.WriteStartObject();
        json.WriteString("kind", "event");
        json.WriteNumber("n", number);
        json.WriteString("what", WhatOf(happening));
        WriteFields(json, happening);
        json.WriteEndObject();
    }

    /// <summary>Reads the line of a happening.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">The number that it must have.</param>
    /// <param name="before">The state that a server was in before it.</param>
    public Happening ReadHappening(JsonValue line, int number, Func<ServerId, ServerState> before)
    {
        var written = line.Field("n");
        if (written.Number(1, TraceFormat.MostEvents) != number)
        {
            throw written.Expected($"event number {number}, the next one");
        }

        return line.Field("what").Text() switch
        {
            "handled" => ReadHandled(line, number, before),
            "crashed" => ReadCrashed(EventFields(line, "server", "writesKept?")),
            "diskFilled" => new DiskFilled(ReadServer(EventFields(line, "server")["server"])),
            "spaceFreed" => new SpaceFreed(ReadServer(EventFields(line, "server")["server"])),
            "corrupted" => ReadCorrupted(EventFields(line, "server", "index")),
            "repaired" => new Repaired(ReadServer(EventFields(line, "server")["server"])),
            "paused" => new Paused(ReadServer(EventFields(line, "server")["server"])),
            "resumed" => new Resumed(ReadServer(EventFields(line, "server")["server"])),
            "lost" => ReadLost(EventFields(line, "message", "sentAt"), number),
            "doubled" => ReadDoubled(EventFields(line, "message", "sentAt"), number),
            "partitioned" => ReadPartitioned(EventFields(line, "from", "to", "bothWays")),
            "healed" => BareEvent(line, new Healed()),
            "clockJumped" => new ClockJumped(ReadServer(EventFields(line, "server")["server"])),
            "faultsOver" => BareEvent(line, new FaultsOver()),
            "called" => ReadCalled(EventFields(line, "request", "server", "command")),
            "requestLost" => ReadRequestLost(EventFields(line, "request", "server")),
            "returned" => ReadReturned(EventFields(line, "request", "answer")),
            "gaveUp" => new GaveUp(ReadRequest(EventFields(line, "request")["request"])),
            _ => throw line.Field("what").Expected(OneOf(Happenings)),
        };
    }

    private static string WhatOf(Happening happening)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(happening.GetType().Name);
        var isKnown = Happenings.Contains(name);
        return isKnown ? name : throw new ArgumentException($"unknown happening {happening}", nameof(happening));
    }

    private static void WriteFields(Utf8JsonWriter json, Happening happening)
    {
        switch (happening)
        {
            case Handled handled:
                WriteHandled(json, handled);
                break;
            case Crashed crashed:
                Write(json, "server", crashed.Server);
                WriteWrites(json, crashed.WritesKept);
                break;
            case Corrupted corrupted:
                Write(json, "server", corrupted.Server);
                json.WriteNumber("index", corrupted.Index);
                break;
            case DiskFilled { Server: var server }:
                Write(json, "server", server);
                break;
            case SpaceFreed { Server: var server }:
                Write(json, "server", server);
                break;
            case Repaired { Server: var server }:
                Write(json, "server", server);
                break;
            case Paused paused:
                Write(json, "server", paused.Server);
                break;
            case Resumed resumed:
                Write(json, "server", resumed.Server);
                break;
            case ClockJumped jumped:
                Write(json, "server", jumped.Server);
                break;
            case Lost lost:
                WriteSent(json, lost.Message, lost.SentAt);
                break;
            case Doubled doubled:
                WriteSent(json, doubled.Message, doubled.SentAt);
                break;
            case Partitioned partitioned:
                Write(json, "from", partitioned.From);
                Write(json, "to", partitioned.To);
                json.WriteBoolean("bothWays", partitioned.BothWays);
                break;
            default:
                WriteClientFields(json, happening);
                break;
        }
    }

    private static void WriteClientFields(Utf8JsonWriter json, Happening happening)
    {
        switch (happening)
        {
            case Called called:
                Write(json, "request", called.Request);
                Write(json, "server", called.Server);
                json.WritePropertyName("command");
                Write(json, called.Command);
                break;
            case RequestLost lost:
                Write(json, "request", lost.Request);
                Write(json, "server", lost.Server);
                break;
            case Returned returned:
                Write(json, "request", returned.Request);
                json.WritePropertyName("answer");
                Write(json, returned.Answer);
                break;
            case GaveUp gaveUp:
                Write(json, "request", gaveUp.Request);
                break;
        }
    }

    private static void WriteHandled(Utf8JsonWriter json, Handled handled)
    {
        Write(json, "server", handled.Server);
        json.WritePropertyName("input");
        Write(json, handled.Input);
        WriteAll(json, "effects", handled.Effects, Write);
        json.WritePropertyName("after");
        Write(json, handled.After);
        if (handled.Crash is { } crash)
        {
            json.WriteStartObject("crash");
            json.WriteNumber("effectsDone", crash.EffectsDone);
            json.WriteNumber("recordsKept", crash.RecordsKept);
            json.WriteBoolean("torn", crash.Torn);
            WriteWrites(json, crash.WritesKept);
            json.WriteEndObject();
        }

        if (handled.Refused)
        {
            json.WriteBoolean("refused", true);
        }

        if (handled.SentAt is { } sentAt)
        {
            json.WriteNumber("sentAt", sentAt);
        }
    }

    private static void WriteWrites(Utf8JsonWriter json, int kept)
    {
        if (kept > 0)
        {
            json.WriteNumber("writesKept", kept);
        }
    }

    private Crashed ReadCrashed(JsonFields fields) => new(ReadServer(fields["server"]), ReadWrites(fields));

    private static int ReadWrites(JsonFields fields) => fields.Optional("writesKept")?.Number(1, TraceFormat.MostEvents) ?? 0;

    private Corrupted ReadCorrupted(JsonFields fields) => new(ReadServer(fields["server"]), ReadIndex(fields["index"]));

    private static void WriteSent(Utf8JsonWriter json, Message message, int sentAt)
    {
        json.WritePropertyName("message");
        Write(json, message);
        json.WriteNumber("sentAt", sentAt);
    }

    private static JsonFields EventFields(JsonValue line, params ReadOnlySpan<string> names) =>
        line.Fields(["kind", "n", "what", .. names]);

    private static Happening BareEvent(JsonValue line, Happening happening)
    {
        EventFields(line);
        return happening;
    }

    private Handled ReadHandled(JsonValue line, int number, Func<ServerId, ServerState> before)
    {
        var fields = EventFields(line, "server", "input", "effects", "after", "crash?", "sentAt?", "refused?");
        var server = ReadServer(fields["server"]);
        var effects = ReadAll(fields["effects"], ReadEffect);
        return new Handled(
            server,
            ReadInput(fields["input"]),
            before(server),
            ReadState(server, fields["after"]),
            effects,
            fields.Optional("crash") is { } crash ? ReadCrash(crash.Fields(CrashFields), effects) : null,
            fields.Optional("sentAt") is { } sentAt ? ReadEarlier(sentAt, number) : null,
            fields.Optional("refused")?.Flag() ?? false);
    }

    private static CrashPoint ReadCrash(JsonFields fields, Sequence<Effect> effects)
    {
        var done = fields["effectsDone"].Number(0, effects.Count);
        var written = done < effects.Count && effects[done] is Persist persist ? persist.Records.Count : 0;
        return new CrashPoint(done, fields["recordsKept"].Number(0, written), fields["torn"].Flag(), ReadWrites(fields));
    }

    private Lost ReadLost(JsonFields fields, int number) =>
        new(ReadMessage(fields["message"]), ReadEarlier(fields["sentAt"], number));

    private Doubled ReadDoubled(JsonFields fields, int number) =>
        new(ReadMessage(fields["message"]), ReadEarlier(fields["sentAt"], number));

    /// <summary>What causes an event has a smaller number. Event 1 has no cause.</summary>
    private static int ReadEarlier(JsonValue value, int number) =>
        number > 1 ? value.Number(1, number - 1) : throw value.Expected("no cause of the first event");

    private Partitioned ReadPartitioned(JsonFields fields) =>
        new(ReadServers(fields["from"]), ReadServers(fields["to"]), fields["bothWays"].Flag());

    private Called ReadCalled(JsonFields fields) =>
        new(ReadRequest(fields["request"]), ReadServer(fields["server"]), ReadCommand(fields["command"]));

    private RequestLost ReadRequestLost(JsonFields fields) => new(ReadRequest(fields["request"]), ReadServer(fields["server"]));

    private Returned ReadReturned(JsonFields fields) => new(ReadRequest(fields["request"]), ReadAnswer(fields["answer"]));
}
