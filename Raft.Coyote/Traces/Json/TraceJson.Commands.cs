using System.Text.Json;
using Raft.Core.Protocol;

namespace Raft.Coyote.Traces.Json;

/// <summary>Commands, answers and log entries.</summary>
internal sealed partial class TraceJson
{
    private static void Write(Utf8JsonWriter json, Command command)
    {
        json.WriteStartObject();
        switch (command)
        {
            case NoOp:
                json.WriteString("type", "noOp");
                break;
            case Put put:
                WriteKey(json, "put", put.Key);
                json.WriteString("value", put.Value);
                break;
            case Get get:
                WriteKey(json, "get", get.Key);
                break;
            case Append append:
                WriteKey(json, "append", append.Key);
                json.WriteString("value", append.Value);
                break;
            case CompareAndSet swap:
                WriteKey(json, "compareAndSet", swap.Key);
                json.WriteString("expected", swap.Expected);
                json.WriteString("value", swap.Value);
                break;
            default:
                WriteFurther(json, command);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter json, string type, string key)
    {
        json.WriteString("type", type);
        json.WriteString("key", key);
    }

    private static void Write(Utf8JsonWriter json, Entry entry) => LateTexts.Write(json, entry, WriteAnew);

    private static void WriteAnew(Utf8JsonWriter json, Entry entry)
    {
        json.WriteStartObject();
        json.WriteNumber("term", entry.Term);
        json.WritePropertyName("command");
        Write(json, entry.Command);
        if (entry.Origin is { } origin)
        {
            Write(json, "origin", origin);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Answer answer)
    {
        json.WriteStartObject();
        switch (answer)
        {
            case Applied applied:
                json.WriteString("type", "applied");
                Write(json, "result", applied.Result);
                break;
            case NotLeader notLeader:
                json.WriteString("type", "notLeader");
                Write(json, "leader", notLeader.Leader);
                break;
            default:
                WriteFurther(json, answer);
                break;
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Result result)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("succeeded", result.Succeeded);
        json.WriteString("value", result.Value);
        json.WriteEndObject();
    }

    private Command ReadCommand(JsonValue value) => value.Field("type").Text() switch
    {
        "noOp" => ReadBare(value, new NoOp()),
        "put" => ReadPut(value.Fields("type", "key", "value")),
        "get" => new Get(value.Fields("type", "key")["key"].Text()),
        "append" => ReadAppend(value.Fields("type", "key", "value")),
        "compareAndSet" => ReadCompareAndSet(value.Fields("type", "key", "expected", "value")),
        _ => ReadFurther<Command>(value)
            ?? throw value.Field("type").Expected(OneOf("noOp", "put", "get", "append", "compareAndSet")),
    };

    private static Put ReadPut(JsonFields fields) => new(fields["key"].Text(), fields["value"].Text());

    private static Append ReadAppend(JsonFields fields) => new(fields["key"].Text(), fields["value"].Text());

    private static CompareAndSet ReadCompareAndSet(JsonFields fields) =>
        new(fields["key"].Text(), ReadTextOrNone(fields["expected"]), fields["value"].Text());

    private static string? ReadTextOrNone(JsonValue value) => value.IsNull ? null : value.Text();

    private Entry ReadEntry(JsonValue value)
    {
        var fields = value.Fields("term", "command", "origin?");
        var origin = fields.Optional("origin");
        return new Entry(ReadTerm(fields["term"]), ReadCommand(fields["command"]), origin is null ? null : ReadRequest(origin));
    }

    private Answer ReadAnswer(JsonValue value) => value.Field("type").Text() switch
    {
        "applied" => new Applied(ReadResult(value.Fields("type", "result")["result"])),
        "notLeader" => new NotLeader(ReadServerOrNone(value.Fields("type", "leader")["leader"])),
        _ => ReadFurther<Answer>(value) ?? throw value.Field("type").Expected(OneOf("applied", "notLeader")),
    };

    private static Result ReadResult(JsonValue value)
    {
        var fields = value.Fields("succeeded", "value");
        return new Result(fields["succeeded"].Flag(), ReadTextOrNone(fields["value"]));
    }
}
