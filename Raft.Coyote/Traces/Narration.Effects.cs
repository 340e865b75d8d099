using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Traces;

/// <summary>What a server does to others and to its disk.</summary>
public static partial class Narration
{
    /// <summary>The effects worth telling, the same message to several servers told as one.</summary>
    private static IReadOnlyList<Deed> Deeds(Handled handled, Sequence<Effect> effects)
    {
        var deeds = new List<Deed>();
        for (var position = 0; position < effects.Count; position++)
        {
            if (effects[position] is Send { Message: var message })
            {
                var same = effects.Items.Skip(position).TakeWhile(effect => effect is Send send && IsSame(send.Message, message)).Count();
                deeds.Add(Sending(handled.Input, message, [.. effects.Items.Slice(position, same).Select(effect => ((Send)effect).Message.To)]));
                position += same - 1;
            }
            else if (effects[position] is Persist persist)
            {
                deeds.Add(new Deed("write", DescribeRecords(handled, persist.Records)));
            }
            else if (effects[position] is Reply reply)
            {
                deeds.Add(new Deed("answer", $"{reply.Id} ({Describe(reply.Answer)})"));
            }
        }

        return deeds;
    }

    private static bool IsSame(Message one, Message other) => one with { To = other.To } == other;

    private static Deed Sending(Input input, Message message, IReadOnlyList<ServerId> receivers)
    {
        var to = List(receivers.Select(receiver => receiver.ToString()));
        var isOne = receivers.Count == 1;
        var isAnswer = input is Receive { Message.From: var asker } && isOne && asker == message.To;
        return message switch
        {
            RequestVote => new Deed("ask", $"{to} for {(isOne ? "its vote" : "their votes")}"),
            RequestVoteReply { VoteGranted: true } => new Deed("send", $"{to} its vote"),
            RequestVoteReply => new Deed("refuse", $"{to} its vote"),
            AppendEntries { Entries.Count: 0 } => new Deed("send", $"{(isOne ? "a heartbeat" : "heartbeats")} to {to}{Details(message)}"),
            AppendEntries => new Deed("send", $"AppendEntries to {to}{Details(message)}"),
            AppendEntriesReply reply => new Deed("answer", $"{(isAnswer ? "" : $"{to} ")}{Outcome(reply)}{Details(message)}"),
            _ => new Deed("send", $"{Name(message)} to {to}"),
        };
    }

    private static string DescribeRecords(Handled handled, Sequence<DiskRecord> records) =>
        List(records.Items.Select(record => Describe(record, StateBefore(handled).Persistent)));

    private static string Describe(DiskRecord record, PersistentState before) => record switch
    {
        TermAndVote { VotedFor: null } => "its term",
        TermAndVote written => written.CurrentTerm == before.CurrentTerm ? "its vote" : "its term and vote",
        TruncateFrom cut => $"the deletion from {cut.Index} on",
        AppendAt added => Entries(added.Index, added.Index + added.Entries.Count - 1),
        _ => record.ToString(),
    };

    private static string Describe(Answer answer) => answer switch
    {
        Applied { Result: var result } => $"{(result.Succeeded ? "ok" : "failed")}, {(result.Value is null ? "no value" : $"value {result.Value}")}",
        NotLeader { Leader: null } => "not the leader, none is known",
        NotLeader notLeader => $"not the leader, {notLeader.Leader} is",
        _ => answer.ToString(),
    };
}
