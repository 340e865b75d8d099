using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance.Checking.Handling;

/// <summary>Sections 5.3 and 5.4: what a leader appends, sends and commits.</summary>
internal sealed partial class HandlingJudge
{
    private Refusal? BeginAppend(Believed server, Observation seen)
    {
        server.Appending = (server.Appending.Least + 1, server.Appending.Most + 1);
        if (server.Log.LastTerm != server.Term && server.Log.LastIndex == server.CommitBeforeChange)
        {
            cluster.Options.Add(OptionsSeen.NoOp);
        }

        return See(server, seen) ?? MustLead(server, seen);
    }

    private Refusal? MustLead(Believed server, Observation seen) => server.Role == RoleSeen.Leader ? null : Refuse(
        server, "not the leader", "a leader that does this", $"{seen.Name} of a {server.Role.ToString().ToLowerInvariant()}",
        Paper.Passive);

    /// <summary>
    /// A leader tells itself that an entry is in its log; it takes it for stored when it is told so. One entry may not have been
    /// announced: a configuration that changes nobody, or that leaves joint consensus.
    /// </summary>
    private Refusal? Appended(Believed server, Observation seen)
    {
        var (least, most) = server.Appending;
        var count = seen.Message.Index - server.Log.LastIndex;
        if (count < Math.Max(1, least) || count > most + 1)
        {
            return Refuse(
                server, "wrong append", $"a log up to {server.Log.LastIndex + Math.Max(1, least)}", $"one up to {seen.Message.Index}",
                Paper.ClientAppend);
        }

        server.Appending = default;
        server.Log = server.Log.Append(server.Term, count);
        cluster.Terms.Of(server.Term).Log = server.Log;
        var expected = Reply(server, MessageKind.AppendEntriesReply, server.Id) with { Index = server.Log.LastIndex };
        return See(server, seen) ?? SeeSent(server, seen, expected, Paper.ClientAppend);
    }

    private Refusal? Send(Believed server, Observation seen)
    {
        if (seen.Message.From != server.Id)
        {
            return Refuse(
                server, "forged message", $"a message from {server.Name}", $"one from {cluster.NameOf(seen.Message.From)}",
                Paper.Network);
        }

        var isToItself = seen.Message.To == server.Id;
        return seen.Message.Kind switch
        {
            MessageKind.RequestVote when !isToItself => AskForVote(server, seen),
            MessageKind.RequestVoteReply when isToItself => VoteForItself(server, seen),
            MessageKind.AppendEntriesReply when isToItself => MustLead(server, seen) ?? Appended(server, seen),
            MessageKind.AppendEntries when !isToItself => MustLead(server, seen) ?? SendEntries(server, seen),
            MessageKind.Heartbeat when !isToItself => MustLead(server, seen) ?? SendHeartbeat(server, seen),
            MessageKind.InstallSnapshot when !isToItself => MustLead(server, seen) ?? SendSnapshot(server, seen),
            _ => Refuse(
                server, "unasked answer", "no answer, for nothing was asked", MessageText.Of(seen.Message, cluster.NameOf),
                Paper.Passive),
        };
    }

    private Refusal? AskForVote(Believed server, Observation seen)
    {
        var expected = Reply(server, MessageKind.RequestVote, seen.Message.To) with
        {
            Index = server.Log.LastIndex,
            LogTerm = server.Log.LastTerm == TermLog.Unknown ? seen.Message.LogTerm : server.Log.LastTerm,
        };
        return See(server, seen) ?? MustStand(server, seen) ?? SeeSent(server, seen, expected, Paper.AskForVotes);
    }

    private Refusal? VoteForItself(Believed server, Observation seen) =>
        See(server, seen) ?? MustStand(server, seen)
        ?? SeeSent(server, seen, Reply(server, MessageKind.RequestVoteReply, server.Id), Paper.ToCandidate);

    private Refusal? MustStand(Believed server, Observation seen) => server.Role == RoleSeen.Candidate ? null : Refuse(
        server, "not a candidate", "a candidate that does this", $"{seen.Name} of a {server.Role.ToString().ToLowerInvariant()}",
        Paper.ToCandidate);

    private Refusal? SendEntries(Believed server, Observation seen)
    {
        var came = seen.Message;
        var previous = server.Log.TermAt(came.Index);
        var expected = Reply(server, MessageKind.AppendEntries, came.To) with
        {
            Index = Math.Max(LeastPrevious(server, came.To), Math.Min(came.Index, server.Log.LastIndex)),
            LogTerm = previous == TermLog.Unknown ? came.LogTerm : previous,
            Commit = server.Commit,
        };
        expected = expected with { Entries = Math.Min(came.Entries, server.Log.LastIndex - expected.Index) };
        return See(server, seen) ?? SeeSent(server, seen, expected, Paper.SendEntries) ?? SeeOwnProgress(server, seen);
    }

    /// <summary>A leader does not send again what it knows to be replicated.</summary>
    private static long LeastPrevious(Believed server, int to) =>
        server.VagueMatch.Contains(new ServerId(to)) ? 0 : server.Match[to];

    private Refusal? SeeOwnProgress(Believed server, Observation seen)
    {
        var match = server.Match[server.Id];
        return seen.OwnProgress is not { } came || came == (match, match + 1) ? null : Refuse(
            server, "wrong progress", $"match {match} and next {match + 1} for itself", $"match {came.Match} and next {came.Next}",
            Paper.MatchIndex);
    }

    private Refusal? SendHeartbeat(Believed server, Observation seen)
    {
        var isVague = server.VagueMatch.Contains(new ServerId(seen.Message.To));
        var commit = Math.Min(server.Match[seen.Message.To], server.Commit);
        var expected = Reply(server, MessageKind.Heartbeat, seen.Message.To) with
        {
            Commit = isVague ? Math.Min(commit, seen.Message.Commit) : commit,
        };
        return See(server, seen) ?? SeeSent(server, seen, expected, Paper.FollowerCommit);
    }

    /// <summary>
    /// "The leader must occasionally send snapshots to followers that lag behind": what it has applied (section 7).
    /// </summary>
    private Refusal? SendSnapshot(Believed server, Observation seen)
    {
        var expected = Reply(server, MessageKind.InstallSnapshot, seen.Message.To) with
        {
            Index = Math.Max(1, Math.Min(seen.Message.Index, server.Commit)),
        };
        cluster.Options.Add(OptionsSeen.Snapshots);
        return See(server, seen) ?? SeeSent(server, seen, expected, Paper.InstallSnapshot);
    }

    /// <summary>An answer to a leader: up to where a follower's log is now known to match.</summary>
    private Refusal? CountMatch(Believed server, WireMessage reply)
    {
        if (server.Role != RoleSeen.Leader || reply.IsRefusal || reply.Index < server.Match[reply.From])
        {
            return null;
        }

        var follower = new ServerId(reply.From);
        var isNews = reply.Index > server.Match[reply.From];
        var isSure = server.Configuration.AllVoters.Contains(follower) && !server.VagueMatch.Contains(follower);
        server.Match[reply.From] = reply.Index;
        return Await(server, isNews && isSure ? Next.LookAtCommit : Next.MayLookAtCommit, reply);
    }

    private Refusal? LookAtCommit(Believed server, Observation seen)
    {
        if (seen.Deed != Deed.Committed)
        {
            return Misses(server, seen, "that it looks whether it may commit more");
        }

        server.Unfinished = default;
        var commit = MayLag(server, seen) ? seen.View.Commit : GreatestCommit(server);
        var refusal = MustLead(server, seen) ?? See(server, seen, Views.Of(server) with { Commit = commit });
        return refusal ?? CommitAsLeader(server, commit);
    }

    private Refusal? CommitAsLeader(Believed server, long commit)
    {
        var record = cluster.Terms.Of(server.Term);
        record.Commit = Math.Max(record.Commit, commit);
        return Advance(server, commit);
    }

    /// <summary>
    /// Where a leader may have begun anew with a matchIndex it may commit less than the greatest, and never more.
    /// </summary>
    private static bool MayLag(Believed server, Observation seen) =>
        server.VagueMatch.Count > 0 && seen.View.Commit >= server.Commit && seen.View.Commit <= GreatestCommit(server);

    /// <summary>The greatest N that the leader may commit: it must be one of the matchIndex[].</summary>
    private static long GreatestCommit(Believed server)
    {
        var greatest = server.Commit;
        foreach (var holder in server.Configuration.AllVoters.Members)
        {
            var n = Math.Min(server.Match[holder.Number], server.Log.LastIndex);
            greatest = n > greatest && Reference.MayCommit(server, n) ? n : greatest;
        }

        return greatest;
    }
}
