using System.Text.Json;
using Raft.Core.Protocol;

namespace Raft.Coyote.Traces.Json;

/// <summary>The state of a server. Its name and its cluster are not written: the event and the header have them.</summary>
internal sealed partial class TraceJson
{
    private static readonly string[] PersistentFields =
        ["currentTerm", "votedFor", "log", "logPrevIndex?", "logPrevTerm?", .. AddedFields(typeof(PersistentState))];

    private static readonly string[] StateFields =
    [
        .. PersistentFields, "commitIndex", "lastApplied", "stateMachine", "role", .. AddedFields(typeof(ServerState)),
    ];

    private static void Write(Utf8JsonWriter json, ServerState state)
    {
        json.WriteStartObject();
        WriteFields(json, state.Persistent);
        json.WriteNumber("commitIndex", state.CommitIndex);
        json.WriteNumber("lastApplied", state.LastApplied);
        json.WritePropertyName("stateMachine");
        WriteStore(json, state.StateMachine);
        json.WritePropertyName("role");
        Write(json, state.Role);
        WriteAdded(json, typeof(ServerState), state);
        json.WriteEndObject();
    }

    private static void WriteStore(Utf8JsonWriter json, KeyValueStore store) => LateTexts.Write(json, store, WriteStoreAnew);

    private static void WriteStoreAnew(Utf8JsonWriter json, KeyValueStore store)
    {
        json.WriteStartObject();
        foreach (var (key, value) in store.Values)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, PersistentState persistent)
    {
        json.WriteNumber("currentTerm", persistent.CurrentTerm);
        Write(json, "votedFor", persistent.VotedFor);
        WriteAll(json, "log", persistent.Log.Entries, Write);
        WritePrevious(json, persistent.Log);
        WriteAdded(json, typeof(PersistentState), persistent);
    }

    /// <summary>Where a log begins that has discarded entries.</summary>
    private static void WritePrevious(Utf8JsonWriter json, Log log)
    {
        if (log.PrevIndex > 0)
        {
            json.WriteNumber("logPrevIndex", log.PrevIndex);
            json.WriteNumber("logPrevTerm", log.PrevTerm);
        }
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
                WriteAdded(json, typeof(Follower), follower);
                break;
            case Candidate candidate:
                json.WriteString("type", "candidate");
                Write(json, "votesGranted", candidate.VotesGranted);
                WriteAdded(json, typeof(Candidate), candidate);
                break;
            case Leader leader:
                json.WriteString("type", "leader");
                Write(json, "nextIndex", leader.NextIndex);
                Write(json, "matchIndex", leader.MatchIndex);
                WriteAdded(json, typeof(Leader), leader);
                break;
            default:
                WriteFurther(json, role);
                break;
        }

        json.WriteEndObject();
    }

    private ServerState ReadState(ServerId id, JsonValue value)
    {
        var fields = value.Fields(StateFields);
        var state = new ServerState(
            id,
            initial,
            ReadPersistent(fields),
            ReadIndex(fields["commitIndex"]),
            ReadIndex(fields["lastApplied"]),
            ReadStore(fields["stateMachine"]),
            ReadRole(fields["role"]));
        return WithAdded(state, fields);
    }

    private PersistentState ReadPersistent(JsonFields fields)
    {
        var log = new Log(ReadAll(fields["log"], ReadEntry))
        {
            PrevIndex = fields.Optional("logPrevIndex") is { } index ? ReadIndex(index) : 0,
            PrevTerm = fields.Optional("logPrevTerm") is { } term ? ReadTerm(term) : 0,
        };
        var persistent = new PersistentState(ReadTerm(fields["currentTerm"]), ReadServerOrNone(fields["votedFor"]), log);
        return WithAdded(persistent, fields);
    }

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
        "follower" => ReadFollower(RoleFields<Follower>(value, "leaderId")),
        "candidate" => ReadCandidate(RoleFields<Candidate>(value, "votesGranted")),
        "leader" => ReadLeader(RoleFields<Leader>(value, "nextIndex", "matchIndex")),
        _ => ReadFurther<Role>(value) ?? throw value.Field("type").Expected(OneOf("follower", "candidate", "leader")),
    };

    private static JsonFields RoleFields<T>(JsonValue value, params ReadOnlySpan<string> names) =>
        FieldsAnd<T>(value, ["type", .. names]);

    private Follower ReadFollower(JsonFields fields) => WithAdded(new Follower(ReadServerOrNone(fields["leaderId"])), fields);

    private Candidate ReadCandidate(JsonFields fields) => WithAdded(new Candidate(ReadServers(fields["votesGranted"])), fields);

    private Leader ReadLeader(JsonFields fields) =>
        WithAdded(new Leader(ReadIndexes(fields["nextIndex"]), ReadIndexes(fields["matchIndex"])), fields);
}
