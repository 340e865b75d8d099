using Microsoft.Coyote.Actors;

namespace Raft.Coyote.Environment.Actors;

/// <summary>Dice that Coyote throws: it records each throw, and a strategy may steer it.</summary>
public sealed class CoyoteDice(IActorRuntime runtime) : IDice
{
    /// <inheritdoc/>
    public int Below(int bound) => runtime.RandomInteger(bound);
}
