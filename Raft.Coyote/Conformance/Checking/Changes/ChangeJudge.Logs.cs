namespace Raft.Coyote.Conformance.Checking.Changes;

/// <summary>Logs and commitIndex.</summary>
internal sealed partial class ChangeJudge
{
    private const int MostTermsBack = 16;

    private Refusal? SeeLog(Believed server, Observation seen, View before)
    {
        var (last, lastTerm) = (seen.View.LastIndex, seen.LastTerm);
        var isAsBefore = last == server.Log.LastIndex && (lastTerm ?? server.Log.LastTerm) == server.Log.LastTerm;
        return isAsBefore ? null
            : seen.View.Role == RoleSeen.Leader ? SeeLeadersAppend(server, last)
            : SeeReplicated(server, seen, before);
    }

    private Refusal? SeeLeadersAppend(Believed server, long last)
    {
        if (last < server.Log.LastIndex)
        {
            return cluster.Refuse(
                server, "leader deleted entries", $"a leader's log up to {server.Log.LastIndex} at least", $"one up to {last}",
                Paper.LeaderAppendOnly);
        }

        server.Log = server.Log.Append(server.Term, last - server.Log.LastIndex);
        return null;
    }

    /// <summary>
    /// The log of a follower changes only by what its leader sends. Past an AppendEntries that added or deleted anything, the
    /// log is
    /// the leader's up to its end.
    /// </summary>
    private Refusal? SeeReplicated(Believed server, Observation seen, View before)
    {
        var (last, lastTerm) = (seen.View.LastIndex, seen.LastTerm ?? TermLog.Unknown);
        for (var term = server.Term; term >= before.Term && term > server.Term - MostTermsBack; term--)
        {
            if (cluster.Terms.Find(term) is { } record && LeadersLog(record, last, lastTerm) is { } leaders)
            {
                return Replicate(server, leaders, last);
            }
        }

        var mayBeUnseen = MayHaveUnseenLeader(server, before) && lastTerm <= server.Term;
        return mayBeUnseen ? ReplicateUnseen(server, last, lastTerm) : cluster.Refuse(
            server, "entries from nowhere", "the log as it was, or a part of a leader's log "
            + $"({cluster.Terms.Find(server.Term)?.Log.ToString() ?? "the term has no leader"})",
            $"a log up to {last}{(lastTerm == TermLog.Unknown ? "" : $" of term {lastTerm}")}", Paper.AppendNew);
    }

    /// <summary>
    /// The log of a term's leader, if one that ends so may be a part of it. Of a leader that is not watched the followers may
    /// show more
    /// than it did.
    /// </summary>
    private TermLog? LeadersLog(TermRecord record, long last, long lastTerm)
    {
        var isHidden = cluster.Find(record.Leader)?.MayHide(record.Term) ?? false;
        if (isHidden && last > record.Log.LastIndex && TermLog.MayBeSame(lastTerm, record.Term))
        {
            record.Log = record.Log.Append(record.Term, last - record.Log.LastIndex);
        }

        var isPart = last <= record.Log.LastIndex && (last == 0 || TermLog.MayBeSame(record.Log.TermAt(last), lastTerm));
        return record.Leader != Observation.None && isPart ? record.Log : null;
    }

    /// <summary>A term has one leader; if it was seen, no other replicates in it.</summary>
    private bool MayHaveUnseenLeader(Believed server, View before)
    {
        for (var term = server.Term; term >= before.Term && term > server.Term - MostTermsBack; term--)
        {
            if (IsSomebodyHidden(term) && cluster.Terms.Find(term) is null or { Leader: Observation.None })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>From a leader that the trace never showed; what is committed it did not change.</summary>
    private static Refusal? ReplicateUnseen(Believed server, long last, long lastTerm)
    {
        var kept = server.Log.UpTo(Math.Min(server.Commit, last - 1));
        server.Log = kept.Append(TermLog.Unknown, last - 1 - kept.LastIndex).Append(lastTerm, 1);
        return null;
    }

    private Refusal? Replicate(Believed server, TermLog leaders, long last)
    {
        var common = server.Log.CommonWith(leaders);
        var hasConflict = common < server.Log.LastIndex && common < leaders.LastIndex;
        if (common < Math.Min(server.Commit, server.Log.LastIndex))
        {
            return cluster.Refuse(
                server, "committed entry truncated", $"the log up to {server.Commit}, which is committed",
                $"another one from {common + 1} on", Paper.StateMachineSafety);
        }

        if (last < server.Log.LastIndex && (!hasConflict || last < common))
        {
            return cluster.Refuse(
                server, "entries deleted without a conflict", $"the log up to {server.Log.LastIndex}, or up to the first entry that "
                + $"conflicts, after {common}", $"a log up to {last}", Paper.AppendNew);
        }

        server.Log = leaders.UpTo(last);
        return null;
    }

    private Refusal? SeeCommit(Believed server, Observation seen, View before)
    {
        var commit = seen.View.Commit;
        if (commit == before.Commit)
        {
            return null;
        }

        if (commit < before.Commit || commit > server.Log.LastIndex)
        {
            return cluster.Refuse(
                server, "wrong commitIndex", $"a commitIndex from {before.Commit} to {server.Log.LastIndex}", $"{commit}",
                commit < before.Commit ? Paper.CommitIncreases : Paper.FollowerCommit);
        }

        var refusal = server.Role == RoleSeen.Leader ? SeeLeadersCommit(server, commit) : SeeFollowersCommit(server, commit);
        server.Commit = commit;
        return refusal ?? SeeOneCommitted(server, commit);
    }

    private Refusal? SeeOneCommitted(Believed server, long commit) => cluster.Commits(server.Log, commit) ? null : cluster.Refuse(
        server, "two committed logs", $"the entries {cluster.Committed.UpTo(commit)}, which are committed elsewhere",
        $"{server.Log.UpTo(commit)}", Paper.StateMachineSafety);

    /// <summary>The leader may know of each server what it held, in this term, of the leader's log.</summary>
    private Refusal? SeeLeadersCommit(Believed server, long commit)
    {
        var record = cluster.Terms.Of(server.Term);
        foreach (var other in cluster.Servers)
        {
            server.Match[other.Id] = TellsMessages && other != server ? server.Match[other.Id] : MayHold(other, server, record);
        }

        var shown = server.Configuration;
        server.Configuration = ConfigurationOf(server);
        var mayCommit = Reference.MayCommit(server, commit);
        var isOlder = countsOlderTerms && !mayCommit && Reference.IsStored(server, commit);
        server.Configuration = shown;
        if (isOlder)
        {
            cluster.Options.Add(OptionsSeen.OlderTerms);
        }

        return mayCommit || isOlder ? null : cluster.Refuse(
            server, "committed too early", $"an entry of term {server.Term} that a majority holds", $"commitIndex {commit}, which is "
            + $"of term {server.Log.TermAt(commit)}", Paper.LeaderCommit);
    }

    private static long MayHold(Believed other, Believed leader, TermRecord record) =>
        other.MayHide(leader.Term) ? leader.Log.LastIndex
        : other.Term == leader.Term ? other.Log.CommonWith(leader.Log)
        : record.Held.GetValueOrDefault(other.Id);

    private Refusal? SeeFollowersCommit(Believed server, long commit)
    {
        var record = cluster.Terms.Find(server.Term);
        var isHidden = record is null || (cluster.Find(record.Leader)?.MayHide(record.Term) ?? IsSomebodyHidden(server.Term));
        var most = record is null ? 0 : Math.Min(record.Commit, server.Log.CommonWith(record.Log));
        return commit <= most || isHidden ? null : cluster.Refuse(
            server, "commitIndex beyond the leader's", $"a commitIndex of at most {most}", $"{commit}", Paper.FollowerCommit);
    }
}
