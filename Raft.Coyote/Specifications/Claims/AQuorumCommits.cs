using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications.Claims;

/// <summary>
/// The claim "an entry is committed once a quorum has it". It is false for an entry of an older term (Figure 8): a later leader
/// may lack it, and overwrite it. What holds is Leader Completeness.
/// </summary>
public sealed class AQuorumCommits(ServerSet servers) : Property
{
    private readonly Dictionary<long, Held> onAQuorum = [];

    /// <summary>An entry that a quorum had, the latest term of those servers then, and the happening.</summary>
    private sealed record Held(Entry Entry, long Term, int Number);

    /// <inheritdoc/>
    public override string Name => "A Quorum Commits";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        var violation = history.NewElection is { } election ? Judge(election) : null;
        if (violation is null && happening is Handled handled && handled.Done.Items.Any(effect => effect is Persist))
        {
            TakeIn(number, history.Durable(handled.Server).Log, history);
        }

        return violation;
    }

    private void TakeIn(int number, Log log, History history)
    {
        for (var index = 1L; index <= log.LastIndex; index++)
        {
            var holders = HoldersOf(index, log[index], history);
            if (holders.IsMajorityOf(servers))
            {
                var term = holders.Members.Max(holder => history.Durable(holder).CurrentTerm);
                onAQuorum.TryAdd(index, new Held(log[index], term, number));
            }
        }
    }

    private ServerSet HoldersOf(long index, Entry entry, History history) => ServerSet.Of(
        [.. servers.Members.Where(each => history.Durable(each).Log is var disk && disk.Contains(index) && disk[index] == entry)]);

    private Violation? Judge(Election election)
    {
        Violation? violation = null;
        foreach (var (index, held) in onAQuorum.Where(each => each.Value.Term < election.Term).OrderBy(each => each.Key))
        {
            Exercise();
            var isThere = election.Log.Contains(index) && election.Log[index] == held.Entry;
            violation ??= isThere ? null : Lacks(election, index, held);
        }

        return violation;
    }

    private Violation Lacks(Election election, long index, Held held) => Fell(
        $"a quorum had {held.Entry} at index {index} on disk in term {held.Term}, and {election.Leader}, leader of term "
            + $"{election.Term}, lacks it",
        new Fact(held.Number, $"from here on a quorum of the disks holds {held.Entry} at index {index}"),
        new Fact(election.Happening, $"{election.Leader} became leader of term {election.Term} with the log {election.Log}"));
}
