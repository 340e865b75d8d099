using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "Raft guarantees that committed entries are durable" (section 5.3): whatever crashes, no majority of servers, which could
/// elect a leader, lacks a committed entry, or one that precedes it, on all its disks. Whose majority it takes, the configuration
/// on the disk of whoever would be elected says. A snapshot on the disk holds what it covers (Snapshot Equals Prefix judges what
/// is in it). Its condition is met whenever something is committed and entries are deleted from a disk, or a server crashes.
/// </summary>
public sealed class CommittedNeverLost(ServerSet servers) : Property
{
    private readonly PerServer<PersistentState> disks = new(servers, PersistentState.FirstBoot);
    private readonly PerServer<int> held = new(servers, 0);
    private int judged;

    /// <inheritdoc/>
    public override string Name => "Committed Never Lost";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        var isDeletion = happening.Touched is { } server && IsDeletion(server, history);
        var isCrash = happening is Crashed or Handled { Crash: not null };
        if (judged > 0 && (isDeletion || isCrash))
        {
            Exercise();
        }

        var isNewlyCommitted = history.Committed.Count > judged;
        judged = history.Committed.Count;
        return isNewlyCommitted || isDeletion ? Judge(number, history) : null;
    }

    /// <summary>Takes in what became of the disk of a server, and tells whether entries were deleted from it.</summary>
    private bool IsDeletion(ServerId server, History history)
    {
        var before = disks[server].Log;
        var after = history.Durable(server).Log;
        disks[server] = history.Durable(server);
        if (ReferenceEquals(before, after))
        {
            return false;
        }

        var kept = before.CommonPrefixWith(after);
        held[server] = (int)Math.Min(held[server], kept);
        return kept < before.LastIndex;
    }

    private Violation? Judge(int number, History history)
    {
        foreach (var server in servers)
        {
            held[server] = Held(held[server], disks[server], history.Committed);
        }

        return CanElect(Lacking(history.Committed.Count), history) ? Lost(number, history) : null;
    }

    /// <summary>How many of the committed entries, from the first on, a disk holds; it is known to hold some.</summary>
    private static int Held(int known, PersistentState durable, IReadOnlyList<CommittedEntry> committed)
    {
        var disk = durable.Log;
        known = durable.Snapshot is { } snapshot
            ? (int)Math.Min(committed.Count, Math.Max(known, snapshot.LastIncludedIndex))
            : known;
        while (known < committed.Count && disk.Contains(known + 1) && disk[known + 1].Equals(committed[known].Entry))
        {
            known++;
        }

        return known;
    }

    /// <summary>Whether some servers can make one of them leader, without anybody else.</summary>
    private static bool CanElect(ServerSet lacking, History history) =>
        CanElect(lacking, history.Durable, history.InitialServers);

    /// <summary>Whether some servers can make one of them leader, without anybody else.</summary>
    /// <param name="some">These servers.</param>
    /// <param name="disks">What the disk of a server holds.</param>
    /// <param name="initial">The servers that the cluster began with.</param>
    internal static bool CanElect(ServerSet some, Func<ServerId, PersistentState> disks, ServerSet initial)
    {
        foreach (var candidate in some)
        {
            var cluster = disks(candidate).Configuration(initial);
            var voters = Electorate.Of(candidate, server => disks(server).Log, some);
            if (cluster.HasQuorum(some) && cluster.HasQuorum(voters))
            {
                return true;
            }
        }

        return false;
    }

    private Violation Lost(int number, History history)
    {
        var (index, committed) = (1, history.Committed);
        while (!CanElect(Lacking(index), history))
        {
            index++;
        }

        var (lost, entry) = (committed[index - 1], $"{committed[index - 1].Entry} at index {index}");
        var logs = servers.Members.Select(server => $"{server} {Describe(disks[server])}");
        return Fell(
            $"{entry} is committed, but a majority, {Lacking(index)}, does not hold it on disk",
            new Fact(lost.Happening, $"{lost.Server} took {entry} for committed in term {lost.Term}"),
            new Fact(number, $"the disks hold: {string.Join(", ", logs)}"));
    }

    private static string Describe(PersistentState disk) =>
        disk.Snapshot is null ? $"{disk.Log}" : $"a {disk.Snapshot} and {disk.Log}";

    /// <summary>The servers that do not hold a committed entry on disk, or lack one that precedes it.</summary>
    private ServerSet Lacking(int index)
    {
        var lacking = ServerSet.Empty;
        foreach (var server in servers)
        {
            lacking = held[server] < index ? lacking.Add(server) : lacking;
        }

        return lacking;
    }
}
