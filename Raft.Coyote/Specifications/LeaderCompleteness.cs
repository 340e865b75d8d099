using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// Figure 3: "if a log entry is committed in a given term, then that entry will be present in the logs of the leaders for all
/// higher-numbered terms" (section 5.4). It is judged from both ends, for an old leader may commit after a new one was elected. Its
/// condition is met whenever a leader is elected while an entry of a lower term is committed, or an entry is committed in a term below that of
/// a leader.
/// </summary>
public sealed class LeaderCompleteness : Property
{
    private int judged;
    private long highestTerm;

    /// <inheritdoc/>
    public override string Name => "Leader Completeness";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        var violation = history.NewElection is { } election ? JudgeElection(election, history.Committed) : null;
        while (violation is null && judged < history.Committed.Count)
        {
            judged++;
            violation = JudgeCommit(judged, history);
        }

        return violation;
    }

    private Violation? JudgeElection(Election election, IReadOnlyList<CommittedEntry> committed)
    {
        highestTerm = Math.Max(highestTerm, election.Term);
        var isExercised = false;
        for (var index = 1; index <= committed.Count; index++)
        {
            var isOfLowerTerm = committed[index - 1].Term < election.Term;
            isExercised |= isOfLowerTerm;
            if (isOfLowerTerm && !Holds(election.Log, index, committed[index - 1].Entry))
            {
                Exercise();
                return Lacks(election, index, committed[index - 1]);
            }
        }

        if (isExercised)
        {
            Exercise();
        }

        return null;
    }

    private Violation? JudgeCommit(int index, History history)
    {
        var entry = history.Committed[index - 1];
        if (entry.Term >= highestTerm)
        {
            return null;
        }

        Exercise();
        foreach (var (term, election) in history.Elections)
        {
            if (term > entry.Term && !Holds(election.Log, index, entry.Entry))
            {
                return Lacks(election, index, entry);
            }
        }

        return null;
    }

    private static bool Holds(Log log, long index, Entry entry) => log.Contains(index) && log[index].Equals(entry);

    private Violation Lacks(Election election, long index, CommittedEntry committed)
    {
        var instead = election.Log.Contains(index) ? $"has {election.Log[index]} there" : $"ends at index {election.Log.LastIndex}";
        return Fell(
            $"{committed.Entry} at index {index} was committed in term {committed.Term}, but the log of {election.Leader}, "
                + $"leader of term {election.Term}, {instead}",
            new Fact(committed.Happening, $"{committed.Server} took {committed.Entry} at index {index} for committed in term {committed.Term}"),
            new Fact(election.Happening, $"{election.Leader} became leader of term {election.Term} with the log {election.Log}"));
    }
}
