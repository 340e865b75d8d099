using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// lastApplied: "index of highest log entry applied to state machine (initialized to 0, increases monotonically)" (Figure 2):
/// it never decreases between restarts. Its condition is met whenever the lastApplied of a server that has applied something
/// changes.
/// </summary>
public sealed class MonotonicApplied : StepProperty
{
    /// <inheritdoc/>
    public override string Name => "Monotonic Applied";

    /// <inheritdoc/>
    protected override Violation? ObserveStep(int number, Handled step)
    {
        var (before, after) = (step.Before.LastApplied, step.After.LastApplied);
        if (before > 0 && after != before)
        {
            Exercise();
        }

        return after >= before ? null : Fell(
            $"the lastApplied of {step.Server} went from {before} back to {after}",
            new Fact(number, $"{step.Server} handled {step.Input}"));
    }
}
