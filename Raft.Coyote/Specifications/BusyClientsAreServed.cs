namespace Raft.Coyote.Specifications;

/// <summary>
/// "Busy" is for a while: once faults are over a client that was told so, and asks again, is served. (Pending Writes Commit does
/// not see it: a request that was refused waits for nothing.)
/// </summary>
public sealed class BusyClientsAreServed : LivenessProperty
{
    /// <inheritdoc/>
    public override string Name => "Busy Clients Are Served";

    /// <inheritdoc/>
    protected override bool Holds(History history) => !history.Busy.Any();

    /// <inheritdoc/>
    protected override string WhatIsMissing(History history) =>
        $"{string.Join(", ", history.Busy)} was told that the leader is busy, and was never served";
}
