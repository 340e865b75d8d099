namespace Raft.Coyote.Conformance.Checking.Handling;

/// <summary>Section 7: a follower that lags is sent the leader's snapshot, in one piece.</summary>
internal sealed partial class HandlingJudge
{
    /// <summary>
    /// Figure 13, rules 6 to 8. The snapshot is of no use to a server that knows that much to be committed; to one that has
    /// its last
    /// entry it says that the log up to there is committed; else it takes the place of the whole log.
    /// </summary>
    private Refusal? UseSnapshot(Believed server, Observation seen, WireMessage snapshot)
    {
        var leaders = LeadersLog(server, snapshot.Index);
        var hasLastEntry = server.Log.MayHave(snapshot.Index, leaders.LastTerm);
        if (seen.Deed != Deed.Configured)
        {
            var isIgnored = AnswersTo(seen, snapshot) && seen.View.Commit == server.Commit;
            return (hasLastEntry && !isIgnored ? Advance(server, snapshot.Index) : null) ?? AnswerIgnored(server, seen, snapshot);
        }

        (server.Log, server.Commit) = (leaders, snapshot.Index);
        return Advance(server, snapshot.Index) ?? See(server, seen) ?? UseConfiguration(server, seen, snapshot);
    }

    private Refusal? UseConfiguration(Believed server, Observation seen, WireMessage snapshot)
    {
        (server.Configuration, joint[server.Id]) = (new(seen.Members), null);
        return Await(server, Next.Answer, snapshot);
    }

    private Refusal? AnswerIgnored(Believed server, Observation seen, WireMessage snapshot)
    {
        server.Unfinished = default;
        return AnswersTo(seen, snapshot) ? AnswerSnapshot(server, seen, server.Commit) : Misses(server, seen, "its answer");
    }

    private Refusal? AnswerSnapshot(Believed server, Observation seen, long index)
    {
        var expected = Reply(server, MessageKind.AppendEntriesReply, seen.Message.To) with { Index = index };
        return See(server, seen) ?? SeeSent(server, seen, expected, Paper.InstallSnapshot);
    }
}
