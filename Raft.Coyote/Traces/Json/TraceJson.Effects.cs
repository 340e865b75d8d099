using System.Text.Json;
using Raft.Core.Protocol;

namespace Raft.Coyote.Traces.Json;

/// <summary>Effects of a step, and the records that they write to the disk.</summary>
internal sealed partial class TraceJson
{
    private static void Write(Utf8JsonWriter json, Effect effect)
    {
        json.WriteStartObject();
        switch (effect)
        {
            case Persist persist:
                json.WriteString("type", "persist");
                WriteAll(json, "records", persist.Records, Write);
                break;
            case Send send:
                json.WriteString("type", "send");
                json.WritePropertyName("message");
                Write(json, send.Message);
                break;
            case Apply apply:
                json.WriteString("type", "apply");
                json.WriteNumber("index", apply.Index);
                json.WritePropertyName("entry");
                Write(json, apply.Entry);
                Write(json, "result", apply.Result);
                break;
            case Reply reply:
                json.WriteString("type", "reply");
                Write(json, "request", reply.Id);
                json.WritePropertyName("answer");
                Write(json, reply.Answer);
                break;
            case ResetElectionTimer:
                json.WriteString("type", "resetElectionTimer");
                break;
            default:
                WriteFurther(json, effect);
                break;
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DiskRecord record)
    {
        json.WriteStartObject();
        switch (record)
        {
            case TermAndVote written:
                json.WriteString("type", "termAndVote");
                json.WriteNumber("currentTerm", written.CurrentTerm);
                Write(json, "votedFor", written.VotedFor);
                break;
            case TruncateFrom cut:
                json.WriteString("type", "truncateFrom");
                json.WriteNumber("index", cut.Index);
                break;
            case AppendAt added:
                json.WriteString("type", "appendAt");
                json.WriteNumber("index", added.Index);
                WriteAll(json, "entries", added.Entries, Write);
                break;
            default:
                WriteFurther(json, record);
                break;
        }

        json.WriteEndObject();
    }

    private Effect ReadEffect(JsonValue value) => value.Field("type").Text() switch
    {
        "persist" => new Persist(ReadAll(value.Fields("type", "records")["records"], ReadRecord)),
        "send" => new Send(ReadMessage(value.Fields("type", "message")["message"])),
        "apply" => ReadApply(value.Fields("type", "index", "entry", "result")),
        "reply" => ReadReply(value.Fields("type", "request", "answer")),
        "resetElectionTimer" => ReadBare(value, new ResetElectionTimer()),
        _ => ReadFurther<Effect>(value)
            ?? throw value.Field("type").Expected(OneOf("persist", "send", "apply", "reply", "resetElectionTimer")),
    };

    private Apply ReadApply(JsonFields fields) =>
        new(ReadIndex(fields["index"]), ReadEntry(fields["entry"]), ReadResult(fields["result"]));

    private Reply ReadReply(JsonFields fields) => new(ReadRequest(fields["request"]), ReadAnswer(fields["answer"]));

    private DiskRecord ReadRecord(JsonValue value) => value.Field("type").Text() switch
    {
        "termAndVote" => ReadTermAndVote(value.Fields("type", "currentTerm", "votedFor")),
        "truncateFrom" => new TruncateFrom(ReadIndex(value.Fields("type", "index")["index"])),
        "appendAt" => ReadAppendAt(value.Fields("type", "index", "entries")),
        _ => ReadFurther<DiskRecord>(value)
            ?? throw value.Field("type").Expected(OneOf("termAndVote", "truncateFrom", "appendAt")),
    };

    private TermAndVote ReadTermAndVote(JsonFields fields) =>
        new(ReadTerm(fields["currentTerm"]), ReadServerOrNone(fields["votedFor"]));

    private AppendAt ReadAppendAt(JsonFields fields) => new(ReadIndex(fields["index"]), ReadAll(fields["entries"], ReadEntry));
}
