namespace Raft.Coyote.Conformance.Checking.Handling;

/// <summary>
/// Judges servers that log each message that arrives or leaves and each change of role, as etcd-io/raft does: from the state
/// before
/// and the message it follows what comes next, so a step that is begun leaves little choice of how it goes on. What is not logged
/// (proposals, timers, PreVote, TimeoutNow) may begin a step at any time. One file for each topic.
/// </summary>
internal sealed partial class HandlingJudge(Cluster cluster) : IJudge
{
    /// <inheritdoc/>
    public Refusal? Judge(Observation seen)
    {
        var server = cluster.Of(seen.Server);
        var refusal = Interrupts(seen) ? Restart(server, seen) : restarts.StartEmpty(server) ?? GoOn(server, seen);
        cluster.Terms.Saw(server.Term);
        return refusal;
    }

    private static bool Interrupts(Observation seen) => seen.Deed is Deed.Started or Deed.Loading;

    /// <summary>First what was begun, if it is due; else something new.</summary>
    private Refusal? GoOn(Believed server, Observation seen)
    {
        SeePreCandidate(server, seen);
        return SeeConfiguration(server, seen) ?? (MayEndSilently(server, seen) ? Begin(server, seen) : Finish(server, seen));
    }

    /// <summary>Something that no message brought about, as far as the trace shows.</summary>
    private Refusal? Begin(Believed server, Observation seen)
    {
        SeeStickiness(server.Unfinished.Next is Next.AdoptTermOrIgnore or Next.AnswerOrIgnore);
        server.Unfinished = default;
        return seen.Deed switch
        {
            Deed.Received => Receive(server, seen),
            Deed.Sent => Send(server, seen),
            Deed.Persisted => Persist(server, seen),
            Deed.BecameFollower => BecomeFollower(server, seen),
            Deed.BecameCandidate => BecomeCandidate(server, seen),
            Deed.BecameLeader => Refuse(server, "leader without votes", "no new leader", "a new leader", Paper.Elected),
            Deed.Appending => BeginAppend(server, seen),
            Deed.ChangingConfiguration => BeginChange(server, seen),
            Deed.Committed => LookAtCommit(server, seen),
            Deed.Configured => Configure(server, seen),
            _ => See(server, seen),
        };
    }

    /// <summary>Asking for pre-votes is not logged; it shows in the role, and nothing else changes by it.</summary>
    private void SeePreCandidate(Believed server, Observation seen)
    {
        if (seen.View.Role == RoleSeen.PreCandidate && server.Role != RoleSeen.Leader)
        {
            (server.Role, server.HasHeardLeader) = (RoleSeen.PreCandidate, false);
            cluster.Options.Add(OptionsSeen.PreVote);
        }
    }

    private Refusal? See(Believed server, Observation seen) => See(server, seen, Views.Of(server));

    private Refusal? See(Believed server, Observation seen, View expected) =>
        Views.Compare(cluster, server, expected, seen.View);

    private Refusal Refuse(Believed server, string name, string expected, string came, PaperRule rule) =>
        cluster.Refuse(server, name, expected, came, rule);

    private Refusal? Persist(Believed server, Observation seen)
    {
        if (See(server, seen) is { } refusal)
        {
            return refusal;
        }

        server.Persist();
        cluster.Messages.Leave(server.Id);
        return null;
    }
}
