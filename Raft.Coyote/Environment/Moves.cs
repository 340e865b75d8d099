using Raft.Core.Protocol;

namespace Raft.Coyote.Environment;

/// <summary>
/// What may happen next. The Coyote actors choose among the moves of their own part; other drivers among all of them.
/// </summary>
public abstract record Move;

/// <summary>A move in which a server handles an input, and may crash amid its effects.</summary>
public abstract record Handling(CrashPoint? Crash) : Move;

/// <summary>A message arrives; one at a position other than 0 overtakes older ones.</summary>
public sealed record Deliver(ServerId From, ServerId To, int Position = 0, CrashPoint? Crash = null) : Handling(Crash);

/// <summary>A server's election timeout elapses.</summary>
public sealed record TimeOut(ServerId Server, CrashPoint? Crash = null) : Handling(Crash);

/// <summary>A leader's heartbeat is due.</summary>
public sealed record Beat(ServerId Server, CrashPoint? Crash = null) : Handling(Crash);

/// <summary>A client's request arrives.</summary>
public sealed record DeliverRequest(ClientId Client, int Position = 0, CrashPoint? Crash = null) : Handling(Crash);

/// <summary>A server that is down starts from its disk.</summary>
public sealed record Reboot(ServerId Server, CrashPoint? Crash = null) : Handling(Crash);

/// <summary>A leader's clock says that its lease is over.</summary>
public sealed record Lapse(ServerId Server, CrashPoint? Crash = null) : Handling(Crash);

/// <summary>The operator gives a server an order.</summary>
public sealed record Instruct(ServerId Server, Order Order, CrashPoint? Crash = null) : Handling(Crash);

/// <summary>The network loses a message.</summary>
public sealed record Lose(ServerId From, ServerId To, int Position = 0) : Move;

/// <summary>The network will deliver a message once more.</summary>
public sealed record Double(ServerId From, ServerId To, int Position = 0) : Move;

/// <summary>A server crashes while it handles nothing.</summary>
public sealed record Crash(ServerId Server) : Move;

/// <summary>A server stops for a while, and keeps its memory.</summary>
public sealed record Pause(ServerId Server) : Move;

/// <summary>A paused server goes on.</summary>
public sealed record Resume(ServerId Server) : Move;

/// <summary>Links are cut from one side to the other, and back unless it is one-way.</summary>
public sealed record Partition(ServerSet From, ServerSet To, bool BothWays) : Move
{
    /// <summary>The cut after which a server hears nobody and is heard by all.</summary>
    public static Partition Deafening(ServerId server, ServerSet servers) =>
        new(servers.Without(server), ServerSet.Of(server), BothWays: false);
}

/// <summary>All links work again.</summary>
public sealed record Heal : Move;

/// <summary>A server's clock runs ahead of the leader's, by more than leases allow for.</summary>
public sealed record Skew(ServerId Server) : Move;

/// <summary>No more faults from here on: links healed, servers back, budgets empty.</summary>
public sealed record EndFaults : Move;

/// <summary>A client sends its next command to a server.</summary>
public sealed record Call(ClientId Client, ServerId Server) : Move;

/// <summary>A client's request is lost on its way.</summary>
public sealed record LoseRequest(ClientId Client, int Position = 0) : Move;

/// <summary>A client takes an answer.</summary>
public sealed record Return(ClientId Client, int Position = 0) : Move;

/// <summary>A client waits no longer for its answer.</summary>
public sealed record GiveUp(ClientId Client) : Move;
