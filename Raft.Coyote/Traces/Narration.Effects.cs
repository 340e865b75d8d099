using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Traces;

/// <summary>What a server does to others and to its disk.</summary>
public static partial class Narration
{
    /// <summary>The effects worth telling, the same message to several servers told as one.</summary>
    internal static IReadOnlyList<Deed> Deeds(Handled handled, Sequence<Effect> effects)
    {
        var deeds = new List<Deed>();
        for (var position = 0; position < effects.Count; position++)
        {
            if (effects[position] is Send send)
            {
                var same = effects.Items.Skip(position).TakeWhile(effect => IsSame(effect, send));
                var receivers = same.Select(ReceiverOf).ToList();
                deeds.Add(Sending(handled, send.Message, receivers));
                position += receivers.Count - 1;
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

    private static bool IsSame(Effect effect, Send send) =>
        effect is Send { Message: var message } && message with { To = send.Message.To } == send.Message;

    private static ServerId ReceiverOf(Effect effect) => ((Send)effect).Message.To;

    private static Deed Sending(Handled handled, Message message, IReadOnlyList<ServerId> receivers)
    {
        var to = List(receivers.Select(receiver => receiver.ToString()));
        var isOne = receivers.Count == 1;
        var request = (handled.Input as Receive)?.Message;
        var isToSender = isOne && request?.From == message.To;
        return message switch
        {
            RequestVote => new Deed("ask", $"{to} for {(isOne ? "its vote" : "their votes")}"),
            RequestVoteReply { VoteGranted: true } => new Deed("send", $"{to} its vote"),
            RequestVoteReply => new Deed("refuse", $"{to} its vote{WhyRefused(handled.After, request, message)}"),
            PreVote asking => new Deed("ask", $"{to} whether {(isOne ? "it" : "they")} would vote for it in term {asking.NextTerm}"),
            PreVoteReply { VoteGranted: true } => new Deed("answer", $"that it would vote for {to}"),
            PreVoteReply reply => new Deed("answer", $"that it would not vote for {to}{WhyNot(handled.Before, request, reply)}"),
            TimeoutNow => new Deed("order", $"{to} to stand for election at once"),
            AppendEntries { Entries.Count: 0 } when isOne => new Deed("send", $"a heartbeat to {to}{Details(message)}"),
            AppendEntries { Entries.Count: 0 } => new Deed("send", $"heartbeats to {to}{Details(message)}"),
            AppendEntries => new Deed("send", $"AppendEntries to {to}{Details(message)}"),
            AppendEntriesReply reply => new Deed(
                "answer", $"{(isToSender ? "" : $"{to} ")}{Outcome(reply)}{WhyRefused(handled.After, request, message)}"),
            ReadIndexRequest => new Deed("ask", $"{to} for the read index"),
            ReadIndexReply { ReadIndex: { } index } => new Deed("tell", $"{to} the read index {index}"),
            ReadIndexReply => new Deed("refuse", $"{to} a read index"),
            _ => new Deed("send", $"{Name(message)} to {to}"),
        };
    }

    private static string WhyNot(ServerState state, Message? request, PreVoteReply reply) => request switch
    {
        PreVote asked when asked.NextTerm <= state.CurrentTerm => $" (it is in term {state.CurrentTerm} already)",
        PreVote when state.HearsLeader => " (it hears a leader)",
        PreVote => $" (its own last entry is {At(state.Log.LastIndex, state.Log.LastTerm)})",
        _ => $" in term {reply.NextTerm}",
    };

    /// <summary>What in the state of a server speaks against a request; whether its rules looked at that is open.</summary>
    private static string WhyRefused(ServerState state, Message? request, Message reply) => (request, reply) switch
    {
        (_, AppendEntriesReply { Success: true }) => "",
        (not null, _) when request.Term < state.CurrentTerm => $" (term {request.Term} is past)",
        (RequestVote, _) when state.VotedFor is { } voted && voted != request.From => $" (already voted for {voted})",
        (RequestVote, _) => $" (its own last entry is {At(state.Log.LastIndex, state.Log.LastTerm)})",
        (AppendEntries append, AppendEntriesReply { Conflict: { } conflict }) =>
            $" ({WhatIsAt(append.PrevLogIndex, state.Log)}, {Describe(conflict)})",
        (AppendEntries append, _) => $" ({WhatIsAt(append.PrevLogIndex, state.Log)})",
        _ => "",
    };

    private static string WhatIsAt(long index, Log log) =>
        log.Contains(index) ? $"{At(index, log.TermAt(index))} is there" : "nothing is there";

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

    /// <summary>What a client is told.</summary>
    internal static string Describe(Answer answer) => answer switch
    {
        Applied { Result.Value: null } applied => $"{Success(applied)}, no value",
        Applied applied => $"{Success(applied)}, value {applied.Result.Value}",
        SessionExpired => "its session expired",
        NotLeader { Leader: null } => "not the leader, none is known",
        NotLeader notLeader => $"not the leader, {notLeader.Leader} is",
        _ => answer.ToString(),
    };

    private static string Success(Applied applied) => applied.Result.Succeeded ? "ok" : "failed";
}
