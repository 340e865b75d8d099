using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance.Checking.Changes;

/// <summary>
/// Where a step tells which message it handled, it must be what that message leads to; or nothing, for a message that is ignored
/// might as well have been lost. Where all messages are told of, what changes must have come by one.
/// </summary>
internal sealed partial class ChangeJudge
{
    private bool TellsMessages => tellsMessages?.Invoke() ?? false;

    private Refusal? SeeHandled(Believed server, Observation seen)
    {
        if (seen.Handled is not { } message)
        {
            return null;
        }

        if (message.To != server.Id || (TellsMessages && !cluster.Messages.MayHaveBeenSent(message)))
        {
            return cluster.Refuse(
                server, "message from nowhere", $"a message that was sent to {server.Name} before",
                MessageText.Of(message, cluster.NameOf), Paper.Network);
        }

        Count(server, message);
        return null;
    }

    /// <summary>What a candidate or a leader learns from an answer of its term.</summary>
    private static void Count(Believed server, WireMessage answer)
    {
        var isOfTerm = answer.Term == server.Term && !answer.IsRefusal;
        if (isOfTerm && answer.Kind == MessageKind.RequestVoteReply && server.Role == RoleSeen.Candidate)
        {
            server.Granted = server.Granted.Add(new ServerId(answer.From));
        }

        if (isOfTerm && answer.Kind == MessageKind.AppendEntriesReply && server.Role == RoleSeen.Leader)
        {
            server.Match[answer.From] = Math.Max(server.Match[answer.From], answer.Index);
        }
    }

    private Refusal? CheckHandled(Believed server, Observation seen, View before, TermLog log)
    {
        if (seen.Handled is not { } message)
        {
            return TellsMessages ? CheckUncaused(server, seen, before, log) : null;
        }

        var isIgnored = IsAsBefore(server, before, log);
        return isIgnored ? null
            : message.Term < before.Term ? CheckOlder(server, message)
            : server.Term != message.Term ? CheckTerm(server, message)
            : message.Kind switch
            {
                MessageKind.AppendEntries => CheckAppend(server, message, before, log),
                MessageKind.InstallSnapshot => null,
                _ => CheckLogKept(server, before, log),
            };
    }

    private static bool IsAsBefore(Believed server, View before, TermLog log) =>
        server.Log == log && (server.Term, server.Vote, server.Commit) == (before.Term, before.Vote, before.Commit);

    /// <summary>A follower does nothing to its log, and a term does not come, without a message.</summary>
    private Refusal? CheckUncaused(Believed server, Observation seen, View before, TermLog log)
    {
        var isOwn = server.Role == RoleSeen.Leader && before.Role == RoleSeen.Leader && server.Term == before.Term;
        var stands = server.Vote == server.Id && server.Term == before.Term + 1;
        var isCaused = IsAsBefore(server, before, log) || isOwn || (stands && server.Commit == before.Commit);
        return isCaused ? null : cluster.Refuse(
            server, "change without a cause", "no other state, for no message was handled", $"{seen.Name}", Paper.Passive);
    }

    private Refusal CheckOlder(Believed server, WireMessage message) => cluster.Refuse(
        server, "older term obeyed", "nothing, for the message is of an older term", MessageText.Of(message, cluster.NameOf),
        Paper.OlderTerm);

    private Refusal CheckTerm(Believed server, WireMessage message) => cluster.Refuse(
        server, "wrong term", $"the message's term {message.Term}", $"{server.Term}", Paper.AdoptTerm);

    /// <summary>Only a leader's message changes a log; a leader may answer what it hears with entries of its own.</summary>
    private Refusal? CheckLogKept(Believed server, View before, TermLog log)
    {
        var mayChange = server.Role == RoleSeen.Leader;
        var isKept = server.Log == log && server.Commit == before.Commit;
        return mayChange || isKept ? null : cluster.Refuse(
            server, "log changed by another message", $"the log as it was, up to {log.LastIndex}, and commitIndex {before.Commit}",
            $"a log up to {server.Log.LastIndex} and commitIndex {server.Commit}", Paper.AppendNew);
    }

    /// <summary>AppendEntries, receiver's rules 2 to 5.</summary>
    private Refusal? CheckAppend(Believed server, WireMessage request, View before, TermLog log)
    {
        var matches = Reference.MatchesPrevious(log, request.Index, request.LogTerm);
        var expected = matches ? Appended(server, request, log) : log;
        var most = matches ? Reference.FollowerCommitIndex(before.Commit, request.LastNewIndex, request.Commit) : before.Commit;
        if (server.Log.LastIndex != expected.LastIndex || !server.Log.AgreesWith(expected, expected.LastIndex))
        {
            return cluster.Refuse(
                server, "wrong append", $"the log {expected}", $"a log up to {server.Log.LastIndex}",
                matches ? Paper.AppendNew : Paper.ConsistencyCheck);
        }

        return server.Commit <= most ? null : cluster.Refuse(
            server, "wrong commitIndex", $"a commitIndex of at most {most}", $"{server.Commit}", Paper.FollowerCommit);
    }

    private TermLog Appended(Believed server, WireMessage request, TermLog log)
    {
        var leaders = (cluster.Terms.Find(server.Term)?.Log ?? log).UpTo(request.LastNewIndex);
        return log.CommonWith(leaders) == leaders.LastIndex ? log : leaders;
    }
}
