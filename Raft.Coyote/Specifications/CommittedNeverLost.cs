using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "Raft guarantees that committed entries are durable" (section 5.3): whatever crashes, each committed entry, with all that
/// precede it, is on the disks of a majority. Its condition is met whenever something is committed and entries are deleted from
/// a disk, or a server crashes.
/// </summary>
public sealed class CommittedNeverLost(ServerSet servers) : Property
{
    private readonly PerServer<Log> disks = new(servers, Log.Empty);
    private readonly PerServer<int> held = new(servers, 0);
    private int judged;

    /// <inheritdoc/>
    public override string Name => "Committed Never Lost";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        var isDeletion = happening is Handled handled && IsDeletion(handled.Server, history);
        var isCrash = happening is Crashed or Handled { Crash: not null };
        if (judged > 0 && (isDeletion || isCrash))
        {
            Exercise();
        }

        var isNewlyCommitted = history.Committed.Count > judged;
        judged = history.Committed.Count;
        return isNewlyCommitted || isDeletion ? Judge(number, history) : null;
    }

    /// <summary>Takes in what a step wrote to the disk of a server, and tells whether it deleted entries.</summary>
    private bool IsDeletion(ServerId server, History history)
    {
        var before = disks[server];
        var after = history.Durable(server).Log;
        if (ReferenceEquals(before, after))
        {
            return false;
        }

        var kept = before.CommonPrefixWith(after);
        disks[server] = after;
        held[server] = (int)Math.Min(held[server], kept);
        return kept < before.LastIndex;
    }

    private Violation? Judge(int number, History history)
    {
        var holders = ServerSet.Empty;
        foreach (var server in servers)
        {
            held[server] = Held(held[server], disks[server], history.Committed);
            holders = held[server] == history.Committed.Count ? holders.Add(server) : holders;
        }

        return holders.IsMajorityOf(servers) ? null : Lost(number, history.Committed);
    }

    /// <summary>How many of the committed entries, from the first on, a disk holds; it is known to hold some.</summary>
    private static int Held(int known, Log disk, IReadOnlyList<CommittedEntry> committed)
    {
        while (known < committed.Count && disk.Contains(known + 1) && disk[known + 1].Equals(committed[known].Entry))
        {
            known++;
        }

        return known;
    }

    private Violation Lost(int number, IReadOnlyList<CommittedEntry> committed)
    {
        var index = 1;
        while (HoldersOf(index).IsMajorityOf(servers))
        {
            index++;
        }

        var lost = committed[index - 1];
        var logs = servers.Members.Select(server => $"{server} {disks[server]}");
        return Fell(
            $"{lost.Entry} at index {index} is committed, but of {servers} only {HoldersOf(index)} hold it on disk",
            new Fact(lost.Happening, $"{lost.Server} took {lost.Entry} at index {index} for committed in term {lost.Term}"),
            new Fact(number, $"the disks hold: {string.Join(", ", logs)}"));
    }

    private ServerSet HoldersOf(int index)
    {
        var holders = ServerSet.Empty;
        foreach (var server in servers)
        {
            holders = held[server] >= index ? holders.Add(server) : holders;
        }

        return holders;
    }
}
