namespace Raft.Coyote.Conformance.Checking.Changes;

/// <summary>Where a step tells which messages it sent, they must say what the state after it is.</summary>
internal sealed partial class ChangeJudge
{
    private Refusal? CheckSent(Believed server, Observation seen, View before, TermLog log)
    {
        foreach (var message in seen.AllSent)
        {
            if (CheckSent(server, seen, message, before, log) is { } refusal)
            {
                return refusal;
            }

            cluster.Messages.Add(server.Id, message);
        }

        cluster.Messages.Leave(server.Id);
        return null;
    }

    private Refusal? CheckSent(Believed server, Observation seen, WireMessage message, View before, TermLog log)
    {
        var (expected, rule) = message.Kind switch
        {
            MessageKind.RequestVote => (VoteRequest(server, message), Paper.AskForVotes),
            MessageKind.RequestVoteReply => (VoteReply(server, message, before), Paper.GrantVote),
            MessageKind.AppendEntries => (AppendRequest(server, message), Paper.SendEntries),
            MessageKind.AppendEntriesReply => (AppendReply(server, seen, message, before, log), Paper.ConsistencyCheck),
            _ => (message with { Term = server.Term, Index = Math.Min(message.Index, server.Commit) }, Paper.InstallSnapshot),
        };
        var role = RoleOf(message.Kind);
        return expected == message && (role is null || role == server.Role) ? null : cluster.Refuse(
            server, "wrong message", $"{(role is { } needed ? $"as {needed.ToString().ToLowerInvariant()}, " : "")}"
            + MessageText.Of(expected, cluster.NameOf), MessageText.Of(message, cluster.NameOf), rule);
    }

    private static RoleSeen? RoleOf(MessageKind kind) => kind switch
    {
        MessageKind.RequestVote => RoleSeen.Candidate,
        MessageKind.AppendEntries or MessageKind.InstallSnapshot => RoleSeen.Leader,
        _ => null,
    };

    private static WireMessage VoteRequest(Believed server, WireMessage message) =>
        message with { Term = server.Term, Index = server.Log.LastIndex, LogTerm = Known(server.Log.LastTerm, message.LogTerm) };

    /// <summary>A vote is told by the state as well: one that was just given is granted, and one that was not is refused.</summary>
    private static WireMessage VoteReply(Believed server, WireMessage message, View before)
    {
        var isGiven = server.Vote == message.To;
        var isNew = isGiven && (before.Vote != server.Vote || before.Term != server.Term);
        return message with { Term = server.Term, IsRefusal = !isGiven || (message.IsRefusal && !isNew) };
    }

    private static WireMessage AppendRequest(Believed server, WireMessage message)
    {
        var index = Math.Min(message.Index, server.Log.LastIndex);
        return message with
        {
            Term = server.Term,
            Index = index,
            LogTerm = Known(server.Log.TermAt(index), message.LogTerm),
            Entries = Math.Min(message.Entries, server.Log.LastIndex - index),
            Commit = Math.Min(message.Commit, server.Commit),
        };
    }

    /// <summary>
    /// An AppendEntries that came in this step is answered by whether the entry before the new ones is there; then the logs
    /// match up
    /// to the last new one, or up to what the follower knows to be committed.
    /// </summary>
    private static WireMessage AppendReply(Believed server, Observation seen, WireMessage message, View before, TermLog log)
    {
        var reply = message with { Term = server.Term };
        if (seen.Handled is not { Kind: MessageKind.AppendEntries } request || request.Term < server.Term)
        {
            return reply;
        }

        var matches = Reference.MatchesPrevious(log, request.Index, request.LogTerm) || request.Index < before.Commit;
        var match = message.Index == server.Commit && request.Index < before.Commit ? server.Commit : request.LastNewIndex;
        return reply with { IsRefusal = !matches, Index = matches ? match : message.Index };
    }

    private static long Known(long term, long told) => term == TermLog.Unknown ? told : term;
}
