using Raft.Core.Protocol;

namespace Raft.Tests.Protocol;

/// <summary>
/// Logs that may stand side by side in one cluster: the leader of each term takes over one log that was there, or a first part of
/// one, and adds its own entries to it. So terms never decrease in a log, and Log Matching holds between all of them.
/// </summary>
internal static class LegalLogs
{
    public static IReadOnlyList<Log> From(byte[] choices)
    {
        List<Log> logs = [Log.Empty];
        foreach (var (choice, position) in choices.Select((choice, position) => (choice, position)))
        {
            var log = logs[choice / 4 % logs.Count];
            for (var added = 0; added <= choice % 4; added++)
            {
                log = log.Append(Given.Entry(term: position + 1, log.LastIndex + 1));
                logs.Add(log);
            }
        }

        return logs;
    }
}
