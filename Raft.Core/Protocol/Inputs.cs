namespace Raft.Core.Protocol;

/// <summary>What can happen to a server: the rules' only way in.</summary>
public abstract record Input;

/// <summary>A message arrived from another server.</summary>
public sealed record Receive(Message Message) : Input;

/// <summary>
/// The election timeout elapsed "without receiving AppendEntries RPC from current leader or granting vote to candidate".
/// </summary>
public sealed record ElectionTimeout : Input;

/// <summary>
/// A leader is to send its heartbeats: "repeat during idle periods to prevent election timeouts (section 5.2)".
/// </summary>
public sealed record HeartbeatDue : Input;

/// <summary>A command was received from a client.</summary>
public sealed record ClientRequest(RequestId Id, Command Command) : Input;

/// <summary>The server came back after a crash, with what its disk kept and nothing else.</summary>
/// <param name="Durable">What was on stable storage.</param>
public sealed record Restart(PersistentState Durable) : Input;

/// <summary>
/// What an operator asks of one server: to hand over its leadership, to change the cluster, to take a snapshot. Each is told in
/// the chapter that adds it. A server that cannot do it does nothing.
/// </summary>
public abstract record Order : Input
{
    /// <summary>
    /// The same order where the servers that it names are called otherwise; null where one of them is not there any more.
    /// </summary>
    public virtual Order? Rename(Func<ServerId, ServerId?> map) => this;
}
