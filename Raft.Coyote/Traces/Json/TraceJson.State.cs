using System.Text.Json;
using Raft.Core.Protocol;

namespace Raft.Coyote.Traces.Json;

/// <summary>The state of a server. Its name and its cluster are not written: the event and the header have them.</summary>
internal sealed partial class TraceJson
{
    private static readonly string[] PersistentFields = ["currentTerm", "votedFor", "log"];
    private static readonly string[] StateFields = [.. PersistentFields, "commitIndex", "lastApplied", "stateMachine", "role"];

    private static void Write(Utf8JsonWriter json, ServerState state)
    {
        json.WriteStartObject();
        WriteFields(json, state.Persistent);
        json.WriteNumber("commitIndex", state.CommitIndex);
        json.WriteNumber("lastApplied", state.LastApplied);
        json.WriteStartObject("stateMachine");
        foreach (var (key, value) in state.StateMachine.Values)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        json.WritePropertyName("role");
        Write(json, state.Role);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, PersistentState persistent)
    {
        json.WriteNumber("currentTerm", persistent.CurrentTerm);
        Write(json, "votedFor", persistent.VotedFor);
        WriteAll(json, "log", persistent.Log.Entries, Write);
    }

    /// <summary>A mutant may keep more in a role than Figure 2 does; a trace speaks Figure 2 and leaves that out.</summary>
    private static void Write(Utf8JsonWriter json, Role role)
    {
        json.WriteStartObject();
        switch (role)
        {
            case Follower follower:
                json.WriteString("type", "follower");
                Write(json, "leaderId", follower.LeaderId);
                break;
            case Candidate candidate:
                json.WriteString("type", "candidate");
                Write(json, "votesGranted", candidate.VotesGranted);
                break;
            case Leader leader:
                json.WriteString("type", "leader");
                Write(json, "nextIndex", leader.NextIndex);
                Write(json, "matchIndex", leader.MatchIndex);
                break;
            default:
                throw new ArgumentException($"unknown role {role}", nameof(role));
        }

        json.WriteEndObject();
    }

    private ServerState ReadState(ServerId id, JsonValue value)
    {
        var fields = value.Fields(StateFields);
        return new ServerState(
            id,
            ServerSet.FirstServers(servers),
            ReadPersistent(fields),
            ReadIndex(fields["commitIndex"]),
            ReadIndex(fields["lastApplied"]),
            ReadStore(fields["stateMachine"]),
            ReadRole(fields["role"]));
    }

    private PersistentState ReadPersistent(JsonFields fields) => new(
        ReadTerm(fields["currentTerm"]), ReadServerOrNone(fields["votedFor"]), new Log(ReadAll(fields["log"], ReadEntry)));

    private static KeyValueStore ReadStore(JsonValue value)
    {
        var store = KeyValueStore.Empty;
        foreach (var (key, held) in value.Entries())
        {
            store = store.Apply(new Put(key, held.Text())).Store;
        }

        return store;
    }

    private Role ReadRole(JsonValue value) => value.Field("type").Text() switch
    {
        "follower" => new Follower(ReadServerOrNone(value.Fields("type", "leaderId")["leaderId"])),
        "candidate" => new Candidate(ReadServers(value.Fields("type", "votesGranted")["votesGranted"])),
        "leader" => ReadLeader(value.Fields("type", "nextIndex", "matchIndex")),
        _ => throw value.Field("type").Expected(OneOf("follower", "candidate", "leader")),
    };

    private Leader ReadLeader(JsonFields fields) => new(ReadIndexes(fields["nextIndex"]), ReadIndexes(fields["matchIndex"]));
}
