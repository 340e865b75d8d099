namespace Raft.Coyote.Specifications;

/// <summary>
/// "In the common case, a command can complete as soon as a majority of the cluster has responded" (section 2): once faults are
/// over each request that a client waits for is answered. One that was refused, or that its client gave up, is not waited for.
/// </summary>
public sealed class PendingWritesCommit : LivenessProperty
{
    /// <inheritdoc/>
    public override string Name => "Pending Writes Commit";

    /// <inheritdoc/>
    protected override bool Holds(History history) => history.Waiting.Count == 0;

    /// <inheritdoc/>
    protected override string WhatIsMissing(History history) =>
        $"no answer to {string.Join(", ", history.Waiting.Select(request => $"{request.Id.Client}'s {request.Command}"))}";

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts(History history) =>
        [.. history.Waiting.Select(request => new Fact(request.Happening, $"{request.Id.Client} called {request.Command}"))];
}
