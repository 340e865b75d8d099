namespace Raft.Core.Protocol;

/// <summary>
/// What the state machine knows of its clients, so that a command that comes twice is applied once (section 6.3 of the
/// dissertation): part of the state that the log leads to, beside the key-value store.
/// </summary>
/// <param name="Open">The open sessions, by client.</param>
public readonly record struct Sessions(Sequence<Session> Open);

/// <summary>One client's session.</summary>
/// <param name="Client">The client.</param>
/// <param name="LastNumber">The serial number of the last command that was applied for it.</param>
/// <param name="LastResult">What that command led to: the answer to whoever sends it again.</param>
public sealed record Session(ClientId Client, int LastNumber, Result LastResult);

public sealed partial record ServerState
{
    /// <summary>The sessions that the entries up to LastApplied led to.</summary>
    public Sessions Sessions { get; init; }
}
