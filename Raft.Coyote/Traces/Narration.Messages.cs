using Raft.Core.Protocol;

namespace Raft.Coyote.Traces;

/// <summary>Inputs and messages, described; and lists and ranges in words.</summary>
public static partial class Narration
{
    /// <summary>A message, without who sends it to whom.</summary>
    internal static string Describe(Message message) => $"{Name(message)} of term {message.Term}{Details(message)}";

    private static string Describe(Input input) => input switch
    {
        Receive { Message: var sent } => $"receives {Name(sent)} of term {sent.Term} from {sent.From}{Details(sent)}",
        ElectionTimeout => "times out",
        HeartbeatDue => "is due for a heartbeat",
        ClientRequest request => $"receives the request {request.Id} ({request.Command})",
        LeaseExpired => "sees by its clock that its lease is over",
        Restart restart => $"restarts with {Describe(restart.Durable)}",
        TransferLeadership order => $"is ordered to hand over its leadership to {order.To}",
        _ => $"handles {input}",
    };

    private static string Describe(PersistentState durable)
    {
        if (durable == PersistentState.FirstBoot)
        {
            return "an empty disk";
        }

        var vote = durable.VotedFor is null ? "no vote" : $"its vote for {durable.VotedFor}";
        var (lastIndex, lastTerm) = (durable.Log.LastIndex, durable.Log.LastTerm);
        var log = lastIndex == 0 ? "an empty log" : $"its log up to {At(lastIndex, lastTerm)}";
        return $"term {durable.CurrentTerm}, {vote} and {log}";
    }

    private static string DescribeOnItsWay(Message message) =>
        $"{Name(message)} of term {message.Term} from {message.From} to {message.To}{Details(message)}";

    private static string Name(Message message) => message switch
    {
        RequestVoteReply reply => reply.VoteGranted ? "a vote" : "a refused vote",
        AppendEntriesReply reply => Outcome(reply),
        PreVoteReply reply => reply.VoteGranted ? "a pre-vote" : "a refused pre-vote",
        _ => message.GetType().Name,
    };

    private static string Outcome(AppendEntriesReply reply) =>
        reply.Success ? $"success up to {reply.MatchIndex}" : $"refusal at prev {reply.PrevLogIndex}";

    private static string Details(Message message) => message switch
    {
        RequestVote request => $" ({LastEntry(request.LastLogIndex, request.LastLogTerm)}{AtLeadersOrder(request)})",
        PreVote request => $" (for term {request.NextTerm}, {LastEntry(request.LastLogIndex, request.LastLogTerm)})",
        PreVoteReply reply => $" (for term {reply.NextTerm})",
        AppendEntries request => $" ({Previous(request)}, {NewEntries(request)}{LeaderCommitOf(request)}{RoundOf(request.Round)})",
        AppendEntriesReply { Conflict: { } conflict } reply => $" ({Describe(conflict)}{RoundOf(reply.Round)})",
        AppendEntriesReply { Round: > 0 } reply => $" (round {reply.Round})",
        ReadIndexRequest asked => $" (for {asked.Id})",
        ReadIndexReply { ReadIndex: null } refused => $" (for {refused.Id}: none)",
        ReadIndexReply told => $" (for {told.Id}: {told.ReadIndex})",
        _ => "",
    };

    private static string LastEntry(long index, long term) => index == 0 ? "empty log" : $"last entry {At(index, term)}";

    private static string AtLeadersOrder(RequestVote request) => request.IsTransfer ? ", at its leader's order" : "";

    private static string Previous(AppendEntries request) => $"prev {At(request.PrevLogIndex, request.PrevLogTerm)}";

    private static string NewEntries(AppendEntries request) =>
        request.Entries.Count == 0 ? "no entries" : Entries(request.PrevLogIndex + 1, request.LastNewIndex);

    private static string LeaderCommitOf(AppendEntries request) =>
        request.LeaderCommit == 0 ? "" : $", leaderCommit {request.LeaderCommit}";

    private static string RoundOf(long round) => round == 0 ? "" : $", round {round}";

    private static string Describe(Conflict conflict) => conflict.Term is null
        ? $"its log ends before {conflict.FirstIndex}"
        : $"its entries of term {conflict.Term} begin at {conflict.FirstIndex}";

    private static string At(long index, long term) => $"{index}@{term}";

    private static string Entries(long first, long last) => first == last ? $"entry {first}" : $"entries {first}..{last}";

    private static string List(ServerSet servers) => List(servers.Members.Select(server => server.ToString()));

    private static string List(IEnumerable<string> items)
    {
        var all = items.ToArray();
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }
}
