using Raft.Core.Protocol;

namespace Raft.Coyote.Specifications;

/// <summary>
/// Who would vote for whom, going by the logs alone (section 5.4.1): what a server is, and whom it voted for, can change.
/// </summary>
internal static class Electorate
{
    /// <summary>The servers, among some, whose logs are not more up-to-date than a candidate's; itself included.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="logs">The log of a server.</param>
    /// <param name="servers">The servers that may be asked.</param>
    public static ServerSet Of(ServerId candidate, Func<ServerId, Log> logs, ServerSet servers)
    {
        var (own, voters) = (logs(candidate), ServerSet.Empty);
        foreach (var server in servers)
        {
            voters = IsUpToDate(own.LastTerm, own.LastIndex, logs(server)) ? voters.Add(server) : voters;
        }

        return voters;
    }

    /// <summary>Whether a log that ends with an entry of this term and index is at least as up-to-date as a voter's.</summary>
    public static bool IsUpToDate(long lastTerm, long lastIndex, Log voter) =>
        lastTerm > voter.LastTerm || (lastTerm == voter.LastTerm && lastIndex >= voter.LastIndex);
}
