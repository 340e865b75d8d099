using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// commitIndex: "index of highest log entry known to be committed (initialized to 0, increases monotonically)" (Figure 2): it
/// never decreases between restarts. Its condition is met whenever a server is sent an AppendEntries whose leaderCommit, or
/// whose last new entry, lies below its commitIndex.
/// </summary>
public sealed class MonotonicCommit : StepProperty
{
    /// <inheritdoc/>
    public override string Name => "Monotonic Commit";

    /// <inheritdoc/>
    protected override Violation? ObserveStep(int number, Handled step)
    {
        var (before, after) = (step.Before.CommitIndex, step.After.CommitIndex);
        if (step.Input is Receive { Message: AppendEntries request } && SpeaksOfLess(request, before))
        {
            Exercise();
        }

        return after >= before ? null : Fell(
            $"the commitIndex of {step.Server} went from {before} back to {after}",
            new Fact(number, $"{step.Server} handled {step.Input}"));
    }

    private static bool SpeaksOfLess(AppendEntries request, long commitIndex) =>
        Math.Min(request.LeaderCommit, request.LastNewIndex) < commitIndex;
}
