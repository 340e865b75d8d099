using System.Text.Json;
using Raft.Core.Protocol;

namespace Raft.Coyote.Traces.Json;

/// <summary>A server to which something happens, and the step that it takes: specs/STEP.md and the vectors.</summary>
internal sealed partial class TraceJson
{
    private static readonly string[] SituationFields = ["options", "servers", "initialServers?", "server", "state?", "input"];

    /// <summary>Writes the fields of a situation into the object that was begun.</summary>
    public static void WriteFields(Utf8JsonWriter json, Situation situation)
    {
        WriteCluster(json, situation.Options, situation.Servers, situation.State.Servers);
        WriteFields(json, situation.State);
        json.WritePropertyName("input");
        Write(json, situation.Input);
    }

    /// <summary>Writes the fields that all servers have in common.</summary>
    public static void WriteCluster(Utf8JsonWriter json, Options options, int servers, ServerSet initial)
    {
        Write(json, options);
        json.WriteNumber("servers", servers);
        if (initial != ServerSet.FirstServers(servers))
        {
            Write(json, "initialServers", initial);
        }
    }

    /// <summary>Writes which server it is, and its state.</summary>
    public static void WriteFields(Utf8JsonWriter json, ServerState state)
    {
        Write(json, "server", state.Id);
        json.WritePropertyName("state");
        Write(json, state);
    }

    /// <summary>Writes to which server something happens, and what.</summary>
    public static void WriteFields(Utf8JsonWriter json, ServerId server, Input input)
    {
        Write(json, "server", server);
        json.WritePropertyName("input");
        Write(json, input);
    }

    /// <summary>Writes the fields of a step into the object that was begun.</summary>
    public static void WriteFields(Utf8JsonWriter json, Step step)
    {
        json.WritePropertyName("state");
        Write(json, step.State);
        WriteAll(json, "effects", step.Effects, Write);
    }

    /// <summary>Reads a situation. Without a state it is a server that never ran.</summary>
    public static Situation ReadSituation(JsonValue line)
    {
        var fields = line.Fields(SituationFields);
        var servers = fields["servers"].Number(1, TraceFormat.MostServers);
        var initial = ServerSet.FirstServers(servers);
        if (fields.Optional("initialServers") is { } value)
        {
            initial = new TraceJson(servers, TraceFormat.MostClients, initial).ReadInitialServers(value);
        }

        return new TraceJson(servers, TraceFormat.MostClients, initial).ReadSituation(fields);
    }

    /// <summary>Reads a step that a server of a situation takes.</summary>
    public static Step ReadStep(JsonValue value, Situation of)
    {
        var fields = value.Fields("state", "effects");
        var json = new TraceJson(of.Servers, TraceFormat.MostClients, of.State.Servers);
        return new Step(json.ReadState(of.State.Id, fields["state"]), ReadAll(fields["effects"], json.ReadEffect));
    }

    private Situation ReadSituation(JsonFields fields)
    {
        var options = ReadOptions(fields["options"].Fields(OptionFields));
        var server = ReadServer(fields["server"]);
        var state = fields.Optional("state") is { } value
            ? ReadState(server, value)
            : ServerState.AtStart(server, initial, PersistentState.FirstBoot);
        return new Situation(options, servers, state, ReadInputOf(server, fields["input"]));
    }

    /// <summary>A message is for the server that receives it.</summary>
    private Input ReadInputOf(ServerId server, JsonValue value)
    {
        var input = ReadInput(value);
        return input is Receive { Message: var message } && message.To != server
            ? throw value.Field("message").Field("to").Expected($"\"{server}\", the server that receives it")
            : input;
    }
}
