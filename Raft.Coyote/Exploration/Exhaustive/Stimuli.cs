using Raft.Core.Protocol;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>What may happen to a server besides a message, each by its number.</summary>
public sealed class Stimuli(Bounds bounds)
{
    /// <summary>Its election timeout elapses.</summary>
    public const int Timeout = 0;

    /// <summary>Its heartbeat is due.</summary>
    public const int Heartbeat = 1;

    /// <summary>It starts again.</summary>
    public const int Restart = 2;

    /// <summary>It crashes.</summary>
    public const int Crash = 3;

    private const int FirstRequest = 4;

    /// <summary>How many there are.</summary>
    public int Count { get; } = FirstRequest + bounds.MaxRequests + 1 + bounds.Orders.Count;

    /// <summary>
    /// The request of a number, counted from 0; there is one more than clients make, to know whether it could be made.
    /// </summary>
    public static int Request(int number) => FirstRequest + number;

    /// <summary>The order of a number, counted from 0.</summary>
    public int Order(int number) => FirstRequest + bounds.MaxRequests + 1 + number;

    /// <summary>What the rules are given; null for a crash, of which they are not told.</summary>
    public Input? Input(int stimulus, Local local) => stimulus switch
    {
        Timeout => new ElectionTimeout(),
        Heartbeat => new HeartbeatDue(),
        Restart => new Restart(local.Durable),
        Crash => null,
        _ when stimulus < Order(0) => Bounds.Request(stimulus - FirstRequest + 1),
        _ => bounds.Orders[stimulus - Order(0)],
    };
}
