namespace Raft.Coyote.Conformance.Checking.Handling;

/// <summary>Section 6, and chapter 4 of the dissertation; a server uses a configuration once it has applied it.</summary>
internal sealed partial class HandlingJudge
{
    /// <summary>
    /// The other configuration that each server may have come to, for only the voters of a new one are logged; null where it
    /// may be
    /// joint with any.
    /// </summary>
    private readonly Dictionary<int, ConfigurationSeen?> joint = [];

    private Refusal? SeeConfiguration(Believed server, Observation seen)
    {
        if (seen.Configuration is not { } came || IsEmptied(server, seen))
        {
            return null;
        }

        var isOther = joint.Remove(server.Id, out var other) && (other ?? came with { Voters = server.Configuration.Voters }) == came;
        server.Configuration = isOther ? came : server.Configuration;
        if (came.IsJoint)
        {
            cluster.Options.Add(OptionsSeen.Joint);
        }

        return came == server.Configuration ? null : Refuse(
            server, "wrong configuration", $"the voters {cluster.NamesOf(server.Configuration.Voters)}",
            $"{cluster.NamesOf(came.Voters)}", Paper.ConfigurationFromLog);
    }

    /// <summary>While a snapshot is installed there is no configuration for a moment.</summary>
    private static bool IsEmptied(Believed server, Observation seen) =>
        seen.Deed == Deed.Configured && server.Unfinished.Next == Next.UseSnapshot;

    /// <summary>
    /// The leader may not begin a change while it may have another that is not committed; what it had when it was elected counts.
    /// </summary>
    private Refusal? BeginChange(Believed server, Observation seen)
    {
        if ((See(server, seen) ?? MustLead(server, seen)) is { } refusal)
        {
            return refusal;
        }

        if (server.Commit < server.CommitBeforeChange)
        {
            return Refuse(
                server, "change too early", $"no change before the log up to {server.CommitBeforeChange} is committed",
                $"one at commitIndex {server.Commit}", Paper.SingleChange);
        }

        server.Appending = server.Appending with { Most = server.Appending.Most + 1 };
        server.CommitBeforeChange = server.Log.LastIndex + server.Appending.Most;
        server.Changes = (server.Changes.Last, new ChangeSeen(seen.Members, seen.Leaving));
        cluster.Configurations.Begin(server.Changes.Last);
        cluster.Options.Add(OptionsSeen.Changes);
        return null;
    }

    private Refusal? Configure(Believed server, Observation seen)
    {
        if (IsBootstrap(server, seen))
        {
            Bootstrap(server, seen);
        }
        else if (!cluster.Configurations.MayFollow(server.Configuration, seen.Members))
        {
            return Refuse(
                server, "configuration from nowhere", "a configuration that a leader began, or that another server uses",
                $"the voters {cluster.NamesOf(seen.Members)}", Paper.ConfigurationFromLog);
        }

        return See(server, seen) ?? SeeNoChangeBetween(server, seen.Members) ?? Use(server, seen.Members);
    }

    /// <summary>
    /// A configuration counts here once it is applied, so a leader may not begin a change before it has applied the one before, which
    /// may be committed already. When that one is applied shows only now; an application may also refuse to apply it at all.
    /// </summary>
    private Refusal? SeeNoChangeBetween(Believed server, ServersSeen voters)
    {
        var (now, (before, last)) = (server.Configuration, server.Changes);
        var isOneBefore = voters != now.Voters && before?.VotersAfter(now) == voters && last?.VotersAfter(now) != voters;
        return server.Role != RoleSeen.Leader || !isOneBefore ? null : Refuse(
            server, "change too early", $"no other change before the voters {cluster.NamesOf(voters)} are used",
            "one that was begun before", Paper.SingleChange);
    }

    private Refusal? Use(Believed server, ServersSeen voters)
    {
        var now = server.Configuration;
        joint[server.Id] = new ConfigurationSeen(voters, now.IsJoint ? now.VotersAfter : now.Voters);
        (server.Configuration, server.Changes) = (new ConfigurationSeen(voters), default);
        cluster.Configurations.Use(voters);
        if (server.Role != RoleSeen.Leader)
        {
            return null;
        }

        server.VagueMatch = server.VagueMatch.Or(now.AllVoters.Except(voters));
        return Await(server, Next.MayLookAtCommit, default);
    }

    /// <summary>
    /// A first configuration is put into an empty log, one entry of term 1 for each server, and taken for committed.
    /// </summary>
    private static bool IsBootstrap(Believed server, Observation seen) =>
        server is { Term: TermOfBootstrap, Vote: Observation.None, Role: RoleSeen.Follower, Disk.Term: 0 }
        && server.Disk.Log == TermLog.Empty
        && seen.View.LastIndex == seen.View.Commit
        && (server.Log == TermLog.Empty || server.Configuration.Voters.Count < server.Log.LastIndex);

    private void Bootstrap(Believed server, Observation seen)
    {
        if (server.Log == TermLog.Empty)
        {
            server.Log = TermLog.Empty.Append(TermOfBootstrap, seen.View.LastIndex);
            server.Commit = seen.View.Commit;
            cluster.Options.Add(OptionsSeen.Bootstrap);
            cluster.Commits(server.Log, server.Commit);
        }
    }
}
