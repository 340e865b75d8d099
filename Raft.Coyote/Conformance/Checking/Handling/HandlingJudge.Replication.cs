namespace Raft.Coyote.Conformance.Checking.Handling;

/// <summary>Section 5.3: what a follower does with what a leader sends, and answers.</summary>
internal sealed partial class HandlingJudge
{
    private Refusal? Answer(Believed server, Observation seen, WireMessage message)
    {
        server.Unfinished = default;
        return message.Kind switch
        {
            MessageKind.RequestVote => AnswerVote(server, seen, message),
            MessageKind.Heartbeat => AnswerHeartbeat(server, seen, message),
            MessageKind.InstallSnapshot => AnswerSnapshot(server, seen, server.Commit),
            _ => AnswerAppend(server, seen, message),
        };
    }

    /// <summary>
    /// A follower that knows more to be committed than what precedes the entries says so, and looks at nothing.
    /// </summary>
    private Refusal? AnswerAppend(Believed server, Observation seen, WireMessage request)
    {
        if (request.Index < server.Commit)
        {
            return AnswerMatch(server, seen, server.Commit);
        }

        var isUnknown = server.Log.TermAt(request.Index) == TermLog.Unknown;
        var matches = Reference.MatchesPrevious(server.Log, request.Index, request.LogTerm);
        return matches && !(isUnknown && seen.Message.IsRefusal)
            ? Append(server, request) ?? AnswerMatch(server, seen, request.LastNewIndex)
            : AnswerConflict(server, seen, request);
    }

    private Refusal? AnswerMatch(Believed server, Observation seen, long index)
    {
        var expected = Reply(server, MessageKind.AppendEntriesReply, seen.Message.To) with { Index = index };
        return See(server, seen) ?? SeeSent(server, seen, expected, Paper.AppendNew);
    }

    /// <summary>Receiver's rules 3 to 5, with the entries that the leader of the term has there.</summary>
    private Refusal? Append(Believed server, WireMessage request)
    {
        var leaders = LeadersLog(server, request.LastNewIndex);
        var common = server.Log.CommonWith(leaders);
        if (common < Math.Min(server.Commit, request.LastNewIndex))
        {
            return Refuse(
                server, "committed entry truncated", $"entries that agree up to {server.Commit}, which is committed",
                $"entries that part from its log after {common}", Paper.StateMachineSafety);
        }

        if (common < request.Index)
        {
            return Refuse(
                server, "logs that part", $"a leader's log that is its own up to {request.Index}", $"one that parts after {common}",
                Paper.LogMatching);
        }

        server.Log = common == request.LastNewIndex ? server.Log : leaders;
        return Advance(server, Reference.FollowerCommitIndex(server.Commit, request.LastNewIndex, request.Commit));
    }

    /// <summary>
    /// The log of the leader of the server's term, up to an index; what the trace does not show of it may be anything.
    /// </summary>
    private TermLog LeadersLog(Believed server, long index)
    {
        var known = cluster.Terms.Find(server.Term)?.Log ?? server.Log;
        return known.LastIndex >= index ? known.UpTo(index) : known.Append(TermLog.Unknown, index - known.LastIndex);
    }

    private Refusal? Advance(Believed server, long commit)
    {
        if (commit > server.Log.LastIndex)
        {
            return Refuse(
                server, "commit beyond the log", $"a leaderCommit of at most {server.Log.LastIndex}", $"{commit}",
                Paper.FollowerCommit);
        }

        server.Commit = Math.Max(server.Commit, commit);
        return cluster.Commits(server.Log, server.Commit) ? null : Refuse(
            server, "two committed logs", $"the entries {cluster.Committed.UpTo(server.Commit)}, which are committed elsewhere",
            $"{server.Log.UpTo(server.Commit)}", Paper.StateMachineSafety);
    }

    /// <summary>
    /// A refusal says where the logs may match: no entry of the follower past there can be the leader's, for its term is too
    /// great.
    /// What was compacted the follower may not know the term of.
    /// </summary>
    private Refusal? AnswerConflict(Believed server, Observation seen, WireMessage request)
    {
        var came = seen.Message;
        var hint = server.Log.UpTo(request.Index).LastOfTermUpTo(request.LogTerm);
        var isVague = came.Hint >= hint && came.Hint <= server.Commit && came.LogTerm == 0;
        var isUnknown = server.Log.TermAt(hint) == TermLog.Unknown;
        var expected = Reply(server, MessageKind.AppendEntriesReply, request.From) with
        {
            Index = request.Index,
            IsRefusal = true,
            Hint = isVague ? came.Hint : hint,
            LogTerm = isVague || isUnknown ? came.LogTerm : server.Log.TermAt(hint),
        };
        return See(server, seen) ?? SeeSent(server, seen, expected, Paper.ConsistencyCheck);
    }

    /// <summary>
    /// A heartbeat that is a message of its own carries the leader's commitIndex only as far as the follower is known to match.
    /// </summary>
    private Refusal? AnswerHeartbeat(Believed server, Observation seen, WireMessage heartbeat)
    {
        var leaders = LeadersLog(server, heartbeat.Commit);
        if (heartbeat.Commit > server.Commit && !server.Log.AgreesWith(leaders, heartbeat.Commit))
        {
            return Refuse(
                server, "commit beyond the match", $"a leaderCommit of at most {server.Log.CommonWith(leaders)}",
                $"{heartbeat.Commit}", Paper.FollowerCommit);
        }

        var expected = Reply(server, MessageKind.HeartbeatReply, heartbeat.From);
        return Advance(server, heartbeat.Commit) ?? See(server, seen) ?? SeeSent(server, seen, expected, Paper.Passive);
    }
}
