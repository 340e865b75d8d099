using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance.Readers;

/// <summary>Messages and properties.</summary>
internal sealed partial class EtcdReader
{
    private static readonly string[] MessageFields =
        ["type", "term", "from", "to", "entries", "logTerm", "index", "commit", "reject", "rejectHint"];

    private static readonly string[] MessageTypes =
    [
        "MsgVote", "MsgVoteResp", "MsgApp", "MsgAppResp", "MsgHeartbeat", "MsgHeartbeatResp", "MsgSnap",
    ];

    private static readonly string[] Properties = ["cc", "match", "next"];
    private static readonly string[] ConfChange = ["changes", "newconf"];
    private static readonly string[] Change = ["nid", "action"];
    private static readonly string[] Actions = ["AddNewServer", "AddLearner", "RemoveServer"];

    private WireMessage ReadMessage(ref JsonCursor json)
    {
        json.BeginObject();
        var message = default(WireMessage);
        var seen = 0;
        for (int field; (field = json.NextField("event.msg", MessageFields)) >= 0; seen |= 1 << field)
        {
            message = ReadMessageField(ref json, field, message);
        }

        if (seen != (1 << MessageFields.Length) - 1)
        {
            throw json.Missing($"event.msg.{MessageFields[System.Numerics.BitOperations.TrailingZeroCount(~seen)]}");
        }

        return message.Kind == MessageKind.InstallSnapshot ? message with { Index = message.Entries, Entries = 0 } : message;
    }

    private WireMessage ReadMessageField(ref JsonCursor json, int field, WireMessage message) => field switch
    {
        0 => message with { Kind = (MessageKind)json.Choice(MessageTypes) },
        1 => message with { Term = json.Number() },
        2 => message with { From = Names.Read(json) },
        3 => message with { To = Names.Read(json) },
        4 => message with { Entries = json.Number() },
        5 => message with { LogTerm = json.Number() },
        6 => message with { Index = json.Number() },
        7 => message with { Commit = json.Number() },
        8 => message with { IsRefusal = json.Flag() },
        _ => message with { Hint = json.Number() },
    };

    private void ReadProperties(ref JsonCursor json, Observation into)
    {
        json.BeginObject();
        long? match = null;
        long? next = null;
        for (int field; (field = json.NextField("event.prop", Properties)) >= 0;)
        {
            match = field == 1 ? json.Number() : match;
            next = field == 2 ? json.Number() : next;
            if (field == 0)
            {
                ReadConfChange(ref json, into);
            }
        }

        into.OwnProgress = match is { } known && next is { } following ? (known, following) : null;
    }

    private void ReadConfChange(ref JsonCursor json, Observation into)
    {
        json.BeginObject();
        for (int field; (field = json.NextField("event.prop.cc", ConfChange)) >= 0;)
        {
            if (field == 1)
            {
                into.Members = Names.ReadSet(ref json);
                continue;
            }

            json.BeginArray();
            while (json.NextItem())
            {
                ReadChange(ref json, into);
            }
        }
    }

    /// <summary>A server that is to be a learner votes no more, if it did. Of one that is named twice the last word counts.</summary>
    private void ReadChange(ref JsonCursor json, Observation into)
    {
        json.BeginObject();
        var (server, isVoter) = (Observation.None, false);
        for (int field; (field = json.NextField("event.prop.cc.changes", Change)) >= 0;)
        {
            server = field == 0 ? Names.Read(json) : server;
            isVoter = field == 1 ? json.Choice(Actions) == 0 : isVoter;
        }

        if (server == Observation.None)
        {
            throw json.Missing("event.prop.cc.changes.nid");
        }

        var one = default(ServersSeen).Add(new ServerId(server));
        into.Members = isVoter ? into.Members.Or(one) : into.Members.Except(one);
        into.Leaving = isVoter ? into.Leaving.Except(one) : into.Leaving.Or(one);
    }
}
