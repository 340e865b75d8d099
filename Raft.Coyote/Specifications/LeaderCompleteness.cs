using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// Figure 3: "if a log entry is committed in a given term, then that entry will be present in the logs of the leaders for all
/// higher-numbered terms" (section 5.4); what a log has discarded is in the server's snapshot, which Snapshot Equals Prefix
/// judges. It is judged from both ends, for an old leader may commit after a new one was elected.
/// Its condition is met whenever a leader is elected while an entry of a lower term is committed, or an entry is committed in a
/// term below that of a leader.
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
        Violation? violation = null;
        var isConditionMet = false;
        for (var index = 1; index <= committed.Count; index++)
        {
            var isOfLowerTerm = committed[index - 1].Term < election.Term;
            isConditionMet |= isOfLowerTerm;
            violation ??= isOfLowerTerm ? JudgeEntry(election, index, committed[index - 1]) : null;
        }

        if (isConditionMet)
        {
            Exercise();
        }

        return violation;
    }

    private Violation? JudgeCommit(int index, History history)
    {
        var entry = history.Committed[index - 1];
        if (entry.Term >= highestTerm)
        {
            return null;
        }

        Exercise();
        Violation? violation = null;
        foreach (var (term, election) in history.Elections)
        {
            violation ??= term > entry.Term ? JudgeEntry(election, index, entry) : null;
        }

        return violation;
    }

    private Violation? JudgeEntry(Election election, long index, CommittedEntry committed)
    {
        var isThere = election.Log.Contains(index) && election.Log[index].Equals(committed.Entry);
        return isThere || election.Log.HasDiscarded(index) ? null : Lacks(election, index, committed);
    }

    private Violation Lacks(Election election, long index, CommittedEntry committed)
    {
        var (log, entry) = (election.Log, $"{committed.Entry} at index {index}");
        var instead = log.Contains(index) ? $"has {log[index]} there" : $"ends at index {log.LastIndex}";
        return Fell(
            $"{entry} was committed in term {committed.Term}, but the log of {election.Leader}, "
                + $"leader of term {election.Term}, {instead}",
            new Fact(committed.Happening, $"{committed.Server} took {entry} for committed in term {committed.Term}"),
            new Fact(election.Happening, $"{election.Leader} became leader of term {election.Term} with the log {log}"));
    }
}
