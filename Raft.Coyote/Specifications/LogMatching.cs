using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// Figure 3: "if two logs contain an entry with the same index and term, then the logs are identical in all entries up through
/// the given index" (section 5.3). A server that is down counts with the log on its disk. Its condition is met whenever a
/// log changes and then has an entry with the same index and term as another server's.
/// </summary>
public sealed class LogMatching(ServerSet servers) : Property
{
    private readonly PerServer<int> changedAt = new(servers, 0);

    /// <inheritdoc/>
    public override string Name => "Log Matching";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history) => happening switch
    {
        Handled handled when MayHaveAnotherLog(handled) => CompareWithOthers(number, handled.Server, history),
        Crashed crashed => CompareWithOthers(number, crashed.Server, history),
        _ => null,
    };

    /// <summary>Whether two logs match.</summary>
    internal static bool Holds(Log log, Log other) => log.CommonPrefixWith(other) >= LastIndexOfSameTerm(log, other);

    private static bool MayHaveAnotherLog(Handled handled) =>
        !ReferenceEquals(handled.Before.Log, handled.After.Log) || handled.Crash is not null || handled.Input is Restart;

    private Violation? CompareWithOthers(int number, ServerId server, History history)
    {
        changedAt[server] = number;
        foreach (var other in servers.Without(server))
        {
            if (Compare(server, other, history) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    private Violation? Compare(ServerId server, ServerId other, History history)
    {
        var (log, otherLog) = (history.Log(server), history.Log(other));
        var matching = LastIndexOfSameTerm(log, otherLog);
        if (matching == 0)
        {
            return null;
        }

        Exercise();
        var different = log.CommonPrefixWith(otherLog) + 1;
        return different > matching ? null : Fell(
            $"the logs of {other} and {server} both have an entry of term {log.TermAt(matching)} at index {matching}, "
                + $"but at index {different} {other} has {EntryAt(otherLog, different)} and {server} has {EntryAt(log, different)}",
            new Fact(changedAt[other], $"{other}'s log is {otherLog}"),
            new Fact(changedAt[server], $"{server}'s log is {log}"));
    }

    private static string EntryAt(Log log, long index) => log.Contains(index) ? $"{log[index]}" : "discarded what was there";

    /// <summary>Only what neither log has discarded can be compared.</summary>
    private static long LastIndexOfSameTerm(Log log, Log other)
    {
        var discarded = Math.Max(log.PrevIndex, other.PrevIndex);
        var index = Math.Min(log.LastIndex, other.LastIndex);
        while (index > discarded && log.TermAt(index) != other.TermAt(index))
        {
            index--;
        }

        return index > discarded ? index : 0;
    }
}
