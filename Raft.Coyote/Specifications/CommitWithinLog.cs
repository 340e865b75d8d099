using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// commitIndex is the "index of highest log entry known to be committed" (Figure 2), so there is such an entry: it is never
/// beyond the end of the log. Its condition is met whenever commitIndex changes, or a server with committed entries gets
/// another log.
/// </summary>
public sealed class CommitWithinLog : StepProperty
{
    /// <inheritdoc/>
    public override string Name => "Commit Within Log";

    /// <inheritdoc/>
    protected override Violation? ObserveStep(int number, Handled step)
    {
        var (before, after) = (step.Before, step.After);
        var hasAnotherLog = !ReferenceEquals(before.Log, after.Log);
        if (after.CommitIndex != before.CommitIndex || (hasAnotherLog && after.CommitIndex > 0))
        {
            Exercise();
        }

        return after.CommitIndex <= after.Log.LastIndex ? null : Fell(
            $"the commitIndex of {step.Server} is {after.CommitIndex}, but its log ends at index {after.Log.LastIndex}",
            new Fact(number, $"{step.Server} handled {step.Input}"));
    }
}
