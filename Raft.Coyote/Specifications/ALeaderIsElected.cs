using Raft.Core.Protocol;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "As long as the system satisfies the timing requirement, Raft will be able to elect and maintain a steady leader" (section
/// 5.6): once faults are over there comes to be a leader that a majority of the servers that are up, itself included, follow in
/// its term. Of servers that are not in the leader's cluster, or do not vote in it, none counts.
/// </summary>
public sealed class ALeaderIsElected : LivenessProperty
{
    /// <inheritdoc/>
    public override string Name => "A Leader Is Elected";

    /// <inheritdoc/>
    protected override bool Holds(History history)
    {
        foreach (var server in history.Up)
        {
            if (history.State(server) is { Role: Leader } leader && IsFollowed(leader, history))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFollowed(ServerState leader, History history)
    {
        var (following, cluster) = (Following(leader, history), leader.Configuration);
        return following.IsMajorityOf(history.Up.And(cluster.Voters))
            && (!cluster.IsJoint || following.IsMajorityOf(history.Up.And(cluster.VotersAfter)));
    }

    private static ServerSet Following(ServerState leader, History history)
    {
        var following = ServerSet.Of(leader.Id);
        foreach (var server in history.Up)
        {
            var follows = history.State(server) is { Role: Follower follower } state
                && state.CurrentTerm == leader.CurrentTerm
                && follower.LeaderId == leader.Id;
            following = follows ? following.Add(server) : following;
        }

        return following;
    }

    /// <inheritdoc/>
    protected override string WhatIsMissing(History history) =>
        $"no leader that a majority of {history.Up} follows: "
            + string.Join(", ", history.Up.Members.Select(server => Describe(server, history)));

    private static string Describe(ServerId server, History history) => history.State(server) switch
    {
        null => $"{server} has handled nothing yet",
        { Role: Leader } leader => $"{server} is leader of term {leader.CurrentTerm}",
        { Role: Candidate } candidate => $"{server} is candidate in term {candidate.CurrentTerm}",
        { Role: Follower { LeaderId: { } leader } } follower => $"{server} follows {leader} in term {follower.CurrentTerm}",
        var follower => $"{server} follows nobody in term {follower.CurrentTerm}",
    };
}
