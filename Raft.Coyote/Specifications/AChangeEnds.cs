using Raft.Core.Protocol;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "Once the joint consensus has been committed, the system then transitions to the new configuration" (section 6): once faults
/// are over, the configuration of the leader of the latest term comes to be committed, and not to be joint, whoever began the
/// change. As long as that leader has no entry of its own term it commits nothing (section 5.4.2).
/// </summary>
public sealed class AChangeEnds : LivenessProperty
{
    /// <inheritdoc/>
    public override string Name => "A Change Ends";

    /// <inheritdoc/>
    protected override bool Holds(History history) =>
        Unfinished(history).Count == 0 || HasEnded(LogsConverge.FindLeader(history));

    private static bool HasEnded(ServerState? leader)
    {
        if (leader is null)
        {
            return false;
        }

        var commitsNothing = leader.Log.LastTerm != leader.CurrentTerm;
        return commitsNothing || IsOver(leader);
    }

    private static bool IsOver(ServerState state) => state.IsConfigurationCommitted && !state.Configuration.IsJoint;

    /// <summary>The servers that are up and have a configuration of which they do not know that the change is over.</summary>
    private static ServerSet Unfinished(History history)
    {
        var unfinished = ServerSet.Empty;
        foreach (var server in history.Up)
        {
            unfinished = history.State(server) is { } state && !IsOver(state) ? unfinished.Add(server) : unfinished;
        }

        return unfinished;
    }

    /// <inheritdoc/>
    protected override string WhatIsMissing(History history) => "no change of the configuration ended: " + string.Join(
        ", ", Unfinished(history).Members.Select(server => $"{server} has {history.Configuration(server)}"));
}
