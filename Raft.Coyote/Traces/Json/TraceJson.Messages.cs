using System.Text.Json;
using Raft.Core.Protocol;

namespace Raft.Coyote.Traces.Json;

/// <summary>Messages between servers.</summary>
internal sealed partial class TraceJson
{
    /// <summary>The text of a message.</summary>
    public static ReadOnlySpan<byte> TextOf(Message message) => LateTexts.Of(message, WriteAnew);

    private static void Write(Utf8JsonWriter json, Message message) => LateTexts.Write(json, message, WriteAnew);

    private static void WriteAnew(Utf8JsonWriter json, Message message)
    {
        json.WriteStartObject();
        switch (message)
        {
            case RequestVote request:
                WriteHead(json, "requestVote", message);
                json.WriteNumber("lastLogIndex", request.LastLogIndex);
                json.WriteNumber("lastLogTerm", request.LastLogTerm);
                WriteAdded(json, typeof(RequestVote), request);
                break;
            case RequestVoteReply reply:
                WriteHead(json, "requestVoteReply", message);
                json.WriteBoolean("voteGranted", reply.VoteGranted);
                break;
            case AppendEntries request:
                WriteHead(json, "appendEntries", message);
                WriteRest(json, request);
                break;
            case AppendEntriesReply reply:
                WriteHead(json, "appendEntriesReply", message);
                WriteRest(json, reply);
                break;
            default:
                WriteFurther(json, message);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, string type, Message message)
    {
        json.WriteString("type", type);
        Write(json, "from", message.From);
        Write(json, "to", message.To);
        json.WriteNumber("term", message.Term);
    }

    private static void WriteRest(Utf8JsonWriter json, AppendEntries request)
    {
        json.WriteNumber("prevLogIndex", request.PrevLogIndex);
        json.WriteNumber("prevLogTerm", request.PrevLogTerm);
        WriteAll(json, "entries", request.Entries, Write);
        json.WriteNumber("leaderCommit", request.LeaderCommit);
        WriteAdded(json, typeof(AppendEntries), request);
    }

    private static void WriteRest(Utf8JsonWriter json, AppendEntriesReply reply)
    {
        json.WriteBoolean("success", reply.Success);
        json.WriteNumber("prevLogIndex", reply.PrevLogIndex);
        json.WriteNumber("matchIndex", reply.MatchIndex);
        if (reply.Conflict is { } conflict)
        {
            json.WriteStartObject("conflict");
            WriteTermOrNone(json, conflict.Term);
            json.WriteNumber("firstIndex", conflict.FirstIndex);
            json.WriteEndObject();
        }

        WriteAdded(json, typeof(AppendEntriesReply), reply);
    }

    private static void WriteTermOrNone(Utf8JsonWriter json, long? term)
    {
        if (term is null)
        {
            json.WriteNull("term");
        }
        else
        {
            json.WriteNumber("term", term.Value);
        }
    }

    private Message ReadMessage(JsonValue value) => value.Field("type").Text() switch
    {
        "requestVote" => ReadRequestVote(FieldsAnd<RequestVote>(value, "type", "from", "to", "term", "lastLogIndex", "lastLogTerm")),
        "requestVoteReply" => ReadRequestVoteReply(value.Fields("type", "from", "to", "term", "voteGranted")),
        "appendEntries" => ReadAppendEntries(
            FieldsAnd<AppendEntries>(value, "type", "from", "to", "term", "prevLogIndex", "prevLogTerm", "entries", "leaderCommit")),
        "appendEntriesReply" => ReadAppendEntriesReply(
            FieldsAnd<AppendEntriesReply>(value, "type", "from", "to", "term", "success", "prevLogIndex", "matchIndex", "conflict?")),
        _ => ReadFurther<Message>(value)
            ?? throw value.Field("type").Expected(OneOf("requestVote", "requestVoteReply", "appendEntries", "appendEntriesReply")),
    };

    private RequestVote ReadRequestVote(JsonFields fields) => WithAdded(
        new RequestVote(From(fields), To(fields), Term(fields), ReadIndex(fields["lastLogIndex"]), ReadTerm(fields["lastLogTerm"])),
        fields);

    private RequestVoteReply ReadRequestVoteReply(JsonFields fields) =>
        new(From(fields), To(fields), Term(fields), fields["voteGranted"].Flag());

    private AppendEntries ReadAppendEntries(JsonFields fields) => WithAdded(new AppendEntries(
        From(fields),
        To(fields),
        Term(fields),
        ReadIndex(fields["prevLogIndex"]),
        ReadTerm(fields["prevLogTerm"]),
        ReadAll(fields["entries"], ReadEntry),
        ReadIndex(fields["leaderCommit"])), fields);

    private AppendEntriesReply ReadAppendEntriesReply(JsonFields fields) => WithAdded(new AppendEntriesReply(
        From(fields),
        To(fields),
        Term(fields),
        fields["success"].Flag(),
        ReadIndex(fields["prevLogIndex"]),
        ReadIndex(fields["matchIndex"]),
        fields.Optional("conflict") is { } conflict ? ReadConflict(conflict.Fields("term", "firstIndex")) : null), fields);

    private static Conflict ReadConflict(JsonFields fields) =>
        new(fields["term"].IsNull ? null : ReadTerm(fields["term"]), ReadIndex(fields["firstIndex"]));

    private ServerId From(JsonFields fields) => ReadServer(fields["from"]);

    private ServerId To(JsonFields fields) => ReadServer(fields["to"]);

    private static long Term(JsonFields fields) => ReadTerm(fields["term"]);
}
