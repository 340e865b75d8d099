using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// Figure 3: "a leader never overwrites or deletes entries in its log; it only appends new entries" (section 5.3). It holds for
/// the step that makes a server leader too. To discard what a snapshot holds is not to delete it (section 7). Its condition is
/// met whenever a leader that has entries gets another log, or an AppendEntries.
/// </summary>
public sealed class LeaderAppendOnly : StepProperty
{
    /// <inheritdoc/>
    public override string Name => "Leader Append-Only";

    /// <inheritdoc/>
    protected override Violation? ObserveStep(int number, Handled step)
    {
        var before = step.Before.Log;
        var after = step.After.Log;
        if (step.After.Role is not Leader || before.LastIndex == 0)
        {
            return null;
        }

        var hasAnotherLog = !ReferenceEquals(before, after);
        if (hasAnotherLog || step.Input is Receive { Message: AppendEntries })
        {
            Exercise();
        }

        return hasAnotherLog && before.CommonPrefixWith(after) < before.LastIndex ? Overwritten(number, step) : null;
    }

    private Violation Overwritten(int number, Handled step)
    {
        var (before, after) = (step.Before.Log, step.After.Log);
        var index = before.CommonPrefixWith(after) + 1;
        var leader = $"{step.Server}, leader of term {step.After.CurrentTerm},";
        var had = before.Contains(index) ? $"{before[index]}" : "what is discarded";
        var deed = after.Contains(index) ? $"put {after[index]} in its place" : "deleted it";
        return Fell(
            $"{leader} had {had} at index {index} of its log and {deed}",
            new Fact(number, $"{step.Server}'s log changed from {step.Before.Log} to {step.After.Log}"));
    }
}
