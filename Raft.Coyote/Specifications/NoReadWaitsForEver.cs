namespace Raft.Coyote.Specifications;

/// <summary>
/// Once faults are over each read that a client waits for is answered (section 6.4 of the dissertation), by whichever server it
/// asked. One that was refused, or that its client gave up, is not waited for.
/// </summary>
public sealed class NoReadWaitsForEver : LivenessProperty
{
    /// <inheritdoc/>
    public override string Name => "No Read Waits For Ever";

    /// <inheritdoc/>
    protected override bool Holds(History history) => !Reads(history).Any();

    /// <inheritdoc/>
    protected override string WhatIsMissing(History history) =>
        $"no answer to {string.Join(", ", Reads(history).Select(read => $"{read.Id.Client}'s {read.Command}"))}";

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts(History history) =>
        [.. Reads(history).Select(read => new Fact(read.Happening, $"{read.Id.Client} called {read.Command}"))];

    private static IEnumerable<WaitingRequest> Reads(History history) => history.Waiting.Where(request => request.Command.IsRead());
}
