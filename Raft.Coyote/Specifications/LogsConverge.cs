using Raft.Core.Protocol;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "The leader retries AppendEntries RPCs indefinitely ... until all followers eventually store all log entries" (section 5.3):
/// once faults are over and no client waits for anything, all servers that are up come to have the same log, wholly committed.
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
            if (history.Waiting.Count == 0 && (CommitIndex(server, history) != log.LastIndex || !log.Equals(common)))
            {
                return false;
            }
        }

        return true;
    }

    private static long CommitIndex(ServerId server, History history) => history.State(server)?.CommitIndex ?? 0;

    /// <inheritdoc/>
    protected override string WhatIsMissing(History history) =>
        $"the logs of {history.Up} did not come to be the same and committed: "
            + string.Join(", ", history.Up.Members.Select(server => Describe(server, history)));

    private static string Describe(ServerId server, History history) =>
        $"{server} has committed {CommitIndex(server, history)} of {history.Log(server)}";
}
