using System.Text.Json;
using Raft.Core.Protocol;

namespace Raft.Coyote.Traces.Json;

/// <summary>What goes to and comes from a server that is a process of somebody else's: the second half of specs/STEP.md.</summary>
internal sealed partial class TraceJson
{
    /// <summary>Writes the fields of the line that boots a server into the object that was begun.</summary>
    public static void WriteBoot(Utf8JsonWriter json, ServerState server, Options options, PersistentState durable)
    {
        json.WriteString("type", "boot");
        Write(json, "server", server.Id);
        Write(json, "servers", server.Servers);
        Write(json, options);
        json.WriteStartObject("durable");
        WriteFields(json, durable);
        json.WriteEndObject();
    }

    /// <summary>Writes the fields of an input into the object that was begun.</summary>
    public static void WriteInput(Utf8JsonWriter json, Input input) => Write(json, input);

    /// <summary>Reads what a server does, and what it then is.</summary>
    /// <param name="line">The line.</param>
    /// <param name="servers">All servers of the cluster.</param>
    /// <exception cref="TraceFormatException">It is none of the protocol.</exception>
    public static (Sequence<Effect> Effects, long CommitIndex, Role Role) ReadAnswer(JsonValue line, ServerSet servers)
    {
        var json = new TraceJson(servers.Count, TraceFormat.MostClients, servers);
        var fields = line.Fields("effects", "commitIndex", "role");
        return (ReadAll(fields["effects"], json.ReadEffect), ReadIndex(fields["commitIndex"]), json.ReadGuestRole(fields["role"]));
    }

    /// <summary>A role in which a guest need not tell what nobody else has to know.</summary>
    private Role ReadGuestRole(JsonValue value)
    {
        switch (value.Field("type").Text())
        {
            case "follower":
                return new Follower(ReadServerOrNone(value.Fields("type", "leaderId")["leaderId"]));
            case "candidate":
                var votes = value.Fields("type", "votesGranted?").Optional("votesGranted");
                return new Candidate(votes is null ? ServerSet.Empty : ReadServers(votes));
            case "leader":
                var fields = value.Fields("type", "nextIndex?", "matchIndex?");
                return new Leader(ReadIndexesOrNone(fields.Optional("nextIndex")), ReadIndexesOrNone(fields.Optional("matchIndex")));
            default:
                throw value.Field("type").Expected(OneOf("follower", "candidate", "leader"));
        }
    }

    private IndexPerServer ReadIndexesOrNone(JsonValue? value) =>
        value is null ? IndexPerServer.All(initial, 0) : ReadIndexes(value);
}
