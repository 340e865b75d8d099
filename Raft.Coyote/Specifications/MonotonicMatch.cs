using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// matchIndex[]: "index of highest log entry known to be replicated on server (initialized to 0, increases monotonically)"
/// (Figure 2): what a leader knows of a follower it does not forget within its term. Its condition is met whenever a leader
/// receives a success that reports less than it knows already.
/// </summary>
public sealed class MonotonicMatch : StepProperty
{
    /// <inheritdoc/>
    public override string Name => "Monotonic Match";

    /// <inheritdoc/>
    protected override Violation? ObserveStep(int number, Handled step)
    {
        var isSameTerm = step.Before.CurrentTerm == step.After.CurrentTerm;
        if (!isSameTerm || step is not { Before.Role: Leader before, After.Role: Leader after })
        {
            return null;
        }

        if (ReportsLess(step.Input, step.After.CurrentTerm, before))
        {
            Exercise();
        }

        return ReferenceEquals(before, after) ? null : Compare(number, step, before, after);
    }

    private static bool ReportsLess(Input input, long term, Leader leader) =>
        input is Receive { Message: AppendEntriesReply { Success: true } reply }
        && reply.Term == term
        && reply.MatchIndex < leader.MatchIndex[reply.From];

    private Violation? Compare(int number, Handled step, Leader before, Leader after)
    {
        foreach (var server in ServerSet.FirstServers(before.MatchIndex.Indexes.Count))
        {
            if (after.MatchIndex[server] < before.MatchIndex[server])
            {
                return Fell(
                    $"the matchIndex of {step.Server}, leader of term {step.After.CurrentTerm}, for {server} "
                        + $"went from {before.MatchIndex[server]} back to {after.MatchIndex[server]}",
                    new Fact(number, $"{step.Server} handled {step.Input}"));
            }
        }

        return null;
    }
}
