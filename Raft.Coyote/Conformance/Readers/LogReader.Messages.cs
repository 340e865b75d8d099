namespace Raft.Coyote.Conformance.Readers;

/// <summary>Messages, with Figure 2's arguments and results.</summary>
internal sealed partial class LogReader
{
    private static readonly string[] MessageFields =
    [
        "type", "from", "to", "term", "lastLogIndex", "lastLogTerm", "voteGranted", "prevLogIndex", "prevLogTerm", "entries",
        "leaderCommit", "success", "matchIndex", "lastIncludedIndex", "lastIncludedTerm",
    ];

    private static readonly string[] MessageTypes =
    [
        "requestVote", "requestVoteReply", "appendEntries", "appendEntriesReply", "installSnapshot", "installSnapshotReply",
    ];

    private static readonly MessageKind[] Kinds =
    [
        MessageKind.RequestVote, MessageKind.RequestVoteReply, MessageKind.AppendEntries, MessageKind.AppendEntriesReply,
        MessageKind.InstallSnapshot, MessageKind.AppendEntriesReply,
    ];

    /// <summary>Which fields each type must have, besides its type and its term.</summary>
    private static readonly int[] Needed = [Bits(4, 5), Bits(6), Bits(7, 8, 9, 10), Bits(11), Bits(13, 14), Bits()];

    private WireMessage ReadMessage(ref JsonCursor json, string path)
    {
        json.BeginObject();
        var (message, seen, type) = (default(WireMessage), 0, 0);
        for (int field; (field = json.NextField(path, MessageFields)) >= 0; seen |= 1 << field)
        {
            type = field == 0 ? json.Choice(MessageTypes) : type;
            message = ReadMessageField(ref json, field, message);
        }

        var missing = (Needed[type] | Bits(0, 3)) & ~seen;
        return missing == 0
            ? message with { Kind = Kinds[type] }
            : throw json.Missing($"{path}.{MessageFields[System.Numerics.BitOperations.TrailingZeroCount(missing)]}");
    }

    private WireMessage ReadMessageField(ref JsonCursor json, int field, WireMessage message) => field switch
    {
        0 => message,
        1 => message with { From = names.Read(json) },
        2 => message with { To = names.Read(json) },
        3 => message with { Term = json.Number() },
        4 or 7 or 12 or 13 => message with { Index = json.Number() },
        5 or 8 or 14 => message with { LogTerm = json.Number() },
        9 => message with { Entries = json.Number() },
        10 => message with { Commit = json.Number() },
        _ => message with { IsRefusal = !json.Flag() },
    };

    private static int Bits(params ReadOnlySpan<int> fields)
    {
        var bits = 0;
        foreach (var field in fields)
        {
            bits |= 1 << field;
        }

        return bits;
    }
}
