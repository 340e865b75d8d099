using Raft.Core.Protocol;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "The leader retries AppendEntries RPCs indefinitely ... until all followers eventually store all log entries" (section 5.3): once faults
/// are over and no client waits for anything, all servers that are up come to have the same log, wholly committed. Where the last entry is of
/// an older term than the leader's it may have to wait for one that follows it (section 5.4.2): that is what the no-op is for.
/// </summary>
public sealed class LogsConverge : LivenessProperty
{
    /// <inheritdoc/>
    public override string Name => "Logs Converge";

    /// <inheritdoc/>
    protected override bool Holds(History history)
    {
        Log? common = null;
        foreach (var server in history.Up)
        {
            var log = history.Log(server);
            common ??= log;
            if (history.Waiting.Count == 0 && (!IsCommitted(server, history) || !log.Equals(common)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsCommitted(ServerId server, History history)
    {
        var log = history.Log(server);
        var isOfThisTerm = log.LastTerm == history.State(server)?.CurrentTerm;
        return !isOfThisTerm || CommitIndex(server, history) == log.LastIndex;
    }

    private static long CommitIndex(ServerId server, History history) => history.State(server)?.CommitIndex ?? 0;

    /// <inheritdoc/>
    protected override string WhatIsMissing(History history) =>
        $"the logs of {history.Up} did not come to be the same and committed: "
            + string.Join(", ", history.Up.Members.Select(server => $"{server} has committed {CommitIndex(server, history)} of {history.Log(server)}"));
}
