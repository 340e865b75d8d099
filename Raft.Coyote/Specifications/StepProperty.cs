using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// A property of how a running server's state changes in one step. A restart begins a new life, and the state after a step in
/// which the server crashed never was.
/// </summary>
public abstract class StepProperty : Property
{
    /// <inheritdoc/>
    public sealed override Violation? Observe(int number, Happening happening, History history) =>
        happening is Handled { Crash: null, Input: not Restart } step ? ObserveStep(number, step) : null;

    /// <summary>Judges one step that a server lived through.</summary>
    /// <param name="number">Its number in the run.</param>
    /// <param name="step">The step.</param>
    /// <returns>Null, or how the property was violated.</returns>
    protected abstract Violation? ObserveStep(int number, Handled step);
}
