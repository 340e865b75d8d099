using System.Text.Json;
using Raft.Core.Protocol;

namespace Raft.Coyote.Traces.Json;

/// <summary>Inputs of a server.</summary>
internal sealed partial class TraceJson
{
    private static void Write(Utf8JsonWriter json, Input input)
    {
        json.WriteStartObject();
        switch (input)
        {
            case Receive receive:
                json.WriteString("type", "receive");
                json.WritePropertyName("message");
                Write(json, receive.Message);
                break;
            case ElectionTimeout:
                json.WriteString("type", "electionTimeout");
                break;
            case HeartbeatDue:
                json.WriteString("type", "heartbeatDue");
                break;
            case ClientRequest request:
                json.WriteString("type", "clientRequest");
                Write(json, "request", request.Id);
                json.WritePropertyName("command");
                Write(json, request.Command);
                break;
            case Restart restart:
                json.WriteString("type", "restart");
                json.WriteStartObject("durable");
                WriteFields(json, restart.Durable);
                json.WriteEndObject();
                break;
            default:
                WriteFurther(json, input);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Reads an input.</summary>
    public Input ReadInput(JsonValue value) => value.Field("type").Text() switch
    {
        "receive" => new Receive(ReadMessage(value.Fields("type", "message")["message"])),
        "electionTimeout" => ReadBare(value, new ElectionTimeout()),
        "heartbeatDue" => ReadBare(value, new HeartbeatDue()),
        "clientRequest" => ReadClientRequest(value.Fields("type", "request", "command")),
        "restart" => ReadRestart(value.Fields("type", "durable")["durable"]),
        _ => ReadFurther<Input>(value) ?? throw value.Field("type").Expected(
            OneOf("receive", "electionTimeout", "heartbeatDue", "clientRequest", "restart")),
    };

    /// <summary>What has a type and nothing else.</summary>
    private static T ReadBare<T>(JsonValue value, T read)
    {
        value.Fields("type");
        return read;
    }

    private ClientRequest ReadClientRequest(JsonFields fields) =>
        new(ReadRequest(fields["request"]), ReadCommand(fields["command"]));

    private Restart ReadRestart(JsonValue durable) => new(ReadPersistent(durable.Fields(PersistentFields)));
}
