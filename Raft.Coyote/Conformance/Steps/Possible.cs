using Raft.Core.Protocol;
using Raft.Coyote.Traces;
using static Raft.Coyote.Conformance.Steps.Impossibility;

namespace Raft.Coyote.Conformance.Steps;

/// <summary>
/// What holds of each server by itself, whatever happens. The rules rely on it, and say nothing of a state in which it does not
/// hold: such a state is refused before they are asked.
/// </summary>
internal static class Possible
{
    private const long LastTerm = long.MaxValue - 1;

    /// <summary>The first thing that cannot be so; null when all can.</summary>
    public static Impossibility? Check(Situation situation) =>
        AllOf(situation).FirstOrDefault(impossibility => impossibility is not null);

    private static IEnumerable<Impossibility?> AllOf(Situation situation)
    {
        var ofState = situation.State.Role is Refusing ? [] : OfState(situation.State);
        return ofState.Concat(situation.Input switch
        {
            Restart restart => OfDisk("input.durable", restart.Durable),
            Receive { Message: AppendEntries request } => OfAppendEntries(request),
            Receive { Message: var message } => [OfTerm("input.message.term", message.Term)],
            _ => [],
        });
    }

    /// <summary>A server that found a corrupt record says nothing, so nothing is asked of its state.</summary>
    private static IEnumerable<Impossibility?> OfState(ServerState state) =>
    [
        .. OfDisk("state", state.Persistent),
        .. OfCommitted(state),
        .. state.Role is Leader leader ? OfLeader(state, leader) : [],
        .. OfReads(state),
    ];

    private static IEnumerable<Impossibility?> OfDisk(string at, PersistentState disk)
    {
        yield return OfTerm($"{at}.currentTerm", disk.CurrentTerm);
        yield return AtMost(
            disk.Snapshot?.LastIncludedIndex ?? 0, $"{at}.logPrevIndex", disk.Log.PrevIndex, "what the snapshot covers");
        yield return AtMost(
            TraceFormat.GreatestIndex - 1, $"{at}.log", disk.Log.LastIndex, "so that there is an index for one more entry");
        yield return OfTerms($"{at}.log", disk.Log.Entries, disk.Log.PrevTerm, disk.CurrentTerm, "currentTerm");
    }

    private static IEnumerable<Impossibility?> OfCommitted(ServerState state)
    {
        var covered = state.Snapshot?.LastIncludedIndex ?? 0;
        yield return AtMost(state.Log.LastIndex, "state.commitIndex", state.CommitIndex, "the last index of the log");
        yield return AtMost(state.CommitIndex, "state.lastApplied", state.LastApplied, "the commitIndex");
        yield return AtLeast(covered, "state.lastApplied", state.LastApplied, "what the snapshot covers");
    }

    private static IEnumerable<Impossibility?> OfLeader(ServerState state, Leader leader)
    {
        foreach (var server in state.Servers.Or(state.Configuration.Members).Members)
        {
            yield return OfIndex($"state.role.nextIndex.{server}", leader.NextIndex, server, 1, state.Log.LastIndex + 1);
            yield return OfIndex($"state.role.matchIndex.{server}", leader.MatchIndex, server, 0, state.Log.LastIndex);
        }

        yield return AtMost(state.Log.LastIndex, "state.role.durable", leader.Durable, "the last index of the log");
    }

    private static Impossibility? OfIndex(string field, IndexPerServer indexes, ServerId server, long least, long most) =>
        !indexes.Has(server)
            ? new(field, "expected an index for each server of the cluster, it is missing")
            : AtLeast(least, field, indexes[server], "within the leader's log")
                ?? AtMost(most, field, indexes[server], "within the leader's log");

    /// <summary>A read waits for the round that a leader sends, or for the next one.</summary>
    private static IEnumerable<Impossibility?> OfReads(ServerState state) => state.Role is Leader leader
        ? state.Reads.Items.Select((read, place) =>
            AtMost(leader.Round + 1, $"state.reads[{place}].round", read.Round, "the round of heartbeats after this one"))
        : [];

    private static IEnumerable<Impossibility?> OfAppendEntries(AppendEntries request)
    {
        yield return OfTerm("input.message.term", request.Term);
        yield return OfTerms("input.message.entries", request.Entries, request.PrevLogTerm, request.Term, "the leader's term");
    }

    private static Impossibility? OfTerm(string field, long term) =>
        AtMost(LastTerm, field, term, "so that another term can follow");

    /// <summary>Along a log terms only grow, up to that of the server.</summary>
    private static Impossibility? OfTerms(string field, Sequence<Entry> entries, long least, long most, string why)
    {
        for (var place = 0; place < entries.Count; place++)
        {
            var (at, term) = ($"{field}[{place}].term", entries[place].Term);
            if ((AtLeast(least, at, term, "the term of the entry before") ?? AtMost(most, at, term, why)) is { } wrong)
            {
                return wrong;
            }

            least = term;
        }

        return null;
    }
}
