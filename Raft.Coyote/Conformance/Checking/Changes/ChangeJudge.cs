namespace Raft.Coyote.Conformance.Checking.Changes;

/// <summary>
/// Judges servers that log their state after each step that changed it, and no messages: is there a step, or are there a few,
/// from
/// the state before to this one? What a message may have carried is known from the servers that may have sent it: only a
/// candidate
/// of the term asks for a vote, with the log that it stood with; only the leader of the term replicates, from the one log that it
/// only appends to. So the search for what was not logged has few places to look. One file for each topic.
/// </summary>
/// <param name="cluster">What is believed.</param>
/// <param name="tellsMessages">Whether the trace promises to tell of each message that is handled or sent.</param>
/// <param name="countsOlderTerms">
/// Whether the implementation is known to commit entries of older terms by counting, which section 5.4.2 warns of. It is then
/// told,
/// and not refused as long as nothing is lost by it.
/// </param>
internal sealed partial class ChangeJudge(Cluster cluster, Func<bool>? tellsMessages = null, bool countsOlderTerms = false) : IJudge
{
    private readonly Restarts restarts = new(cluster);

    /// <inheritdoc/>
    public Refusal? Judge(Observation seen)
    {
        var server = cluster.Of(seen.Server);
        var refusal = !server.HasStarted || seen.Deed == Deed.Started ? Start(server, seen) : Move(server, seen);
        Watch(server, seen);
        if (refusal is null)
        {
            cluster.Terms.Saw(server.Term);
            Remember(server);
            server.Persist();
        }

        return refusal;
    }

    private static void Watch(Believed server, Observation seen) => server.Hidden = seen.Deed switch
    {
        Deed.Unwatched => (server.Hidden?.First ?? server.Term, long.MaxValue),
        Deed.Watched => (server.Hidden?.First ?? server.Term, server.Term),
        _ => server.Hidden,
    };

    private Refusal? Start(Believed server, Observation seen)
    {
        server.Configuration = seen.Configuration ?? default;
        server.Applied = seen.Applied ?? 0;
        return restarts.Start(server, seen) ?? SeeLastTerm(server, seen)
            ?? CheckSent(server, seen, Views.Of(server), server.Log);
    }

    /// <summary>From the state before to the one that was seen. Each part in turn, for one explains the next.</summary>
    private Refusal? Move(Believed server, Observation seen)
    {
        var (before, log) = (Views.Of(server), server.Log);
        server.Configuration = seen.Configuration ?? server.Configuration;
        return SeeHandled(server, seen) ?? MoveTo(server, seen, before)
            ?? CheckHandled(server, seen, before, log) ?? CheckSent(server, seen, before, log);
    }

    private Refusal? MoveTo(Believed server, Observation seen, View before) =>
        SeeBefore(server, seen) ?? SeeTerm(server, seen) ?? SeeVote(server, seen) ?? SeeLog(server, seen, before)
        ?? SeeRole(server, seen, before) ?? SeeCommit(server, seen, before) ?? SeeApplied(server, seen)
        ?? SeeLastTerm(server, seen);

    /// <summary>The voters: those that the trace names, else all servers that it shows.</summary>
    private ConfigurationSeen ConfigurationOf(Believed server) =>
        server.Configuration.AllVoters.Count > 0 ? server.Configuration : new ConfigurationSeen(cluster.Known);

    private Refusal? SeeLastTerm(Believed server, Observation seen) =>
        seen.LastTerm is not { } came || TermLog.MayBeSame(server.Log.LastTerm, came) ? null : cluster.Refuse(
            server, "wrong last term", $"a last entry of term {server.Log.LastTerm}", $"one of term {came}", Paper.LogMatching);

    private Refusal? SeeApplied(Believed server, Observation seen)
    {
        if (seen.Applied is not { } applied)
        {
            return null;
        }

        if (applied < server.Applied || applied > server.Commit)
        {
            return cluster.Refuse(
                server, "wrong lastApplied", $"a lastApplied from {server.Applied} to {server.Commit}", $"{applied}", Paper.Apply);
        }

        server.Applied = seen.Deed == Deed.Applied ? applied + 1 : applied;
        return null;
    }

    /// <summary>Whom it voted for, with what log it stands, what it leads with.</summary>
    private void Remember(Believed server)
    {
        var record = cluster.Terms.Of(server.Term);
        record.Votes[server.Id] = server.Vote;
        if (server.Vote == server.Id && server.Role is RoleSeen.Candidate or RoleSeen.Leader)
        {
            record.Candidates.TryAdd(server.Id, server.Log);
        }

        if (server.Role == RoleSeen.Leader)
        {
            cluster.Terms.Leads(server);
            record.Commit = Math.Max(record.Commit, server.Commit);
        }
    }
}
