using Raft.Core.Protocol;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "The leader retries AppendEntries RPCs indefinitely ... until all followers eventually store all log entries"
/// (section 5.3): once faults are over and no client waits for anything, all servers that are up come to hold the
/// leader's log; and when its last entry is of its own term, they hold just that log and have committed all of it. Until
/// then a leader commits no older entry (section 5.4.2), and a follower keeps entries that the leader has nothing to put
/// in place of: that is what the no-op of section 8 is for. Of a server that nothing reaches nothing is asked.
/// </summary>
public sealed class LogsConverge : LivenessProperty
{
    /// <inheritdoc/>
    public override string Name => "Logs Converge";

    /// <inheritdoc/>
    protected override bool Holds(History history) =>
        history.Waiting.Count > 0
        || (FindLeader(history) is { } leader
            && history.Up.Members.All(server => server == history.Deaf || HasConverged(history.State(server), leader)));

    private static ServerState? FindLeader(History history)
    {
        ServerState? latest = null;
        foreach (var server in history.Up)
        {
            var state = history.State(server);
            latest = state?.Role is Leader && state.CurrentTerm > (latest?.CurrentTerm ?? 0) ? state : latest;
        }

        return latest;
    }

    private static bool HasConverged(ServerState? state, ServerState leader)
    {
        if (leader.Log.LastTerm != leader.CurrentTerm)
        {
            return (state?.Log ?? Log.Empty).CommonPrefixWith(leader.Log) == leader.Log.LastIndex;
        }

        return state is not null && state.Log.Equals(leader.Log) && state.CommitIndex == leader.Log.LastIndex;
    }

    /// <inheritdoc/>
    protected override string WhatIsMissing(History history) =>
        $"the logs of {history.Up} did not come to be the leader's: "
            + string.Join(", ", history.Up.Members.Select(server => WhatIsCommitted(history, server)));

    private static string WhatIsCommitted(History history, ServerId server) =>
        $"{server} has committed {history.State(server)?.CommitIndex ?? 0} of {history.Log(server)}";
}
