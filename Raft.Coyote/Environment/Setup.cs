using Raft.Core.Protocol;

namespace Raft.Coyote.Environment;

/// <summary>What one run is made of. A scenario draws it at the start of each run; the same draws give the same setup.</summary>
/// <param name="Servers">How many servers there are, 1 to 7, in the cluster or not.</param>
/// <param name="Options">The options of the rules.</param>
/// <param name="Faults">The budget of faults.</param>
/// <param name="Plans">What each client does.</param>
/// <param name="Attempts">How many requests each client may send.</param>
/// <param name="Pace">How fast the parts move.</param>
/// <param name="MaxEvents">The run ends after so many protocol events.</param>
/// <param name="Heals">
/// Whether faults end, after <paramref name="MaxEvents"/>, and the run goes on to see that all ends well.
/// </param>
/// <param name="StaysDown">The server that goes down when faults end and never comes back; null when all come back.</param>
public sealed record Setup(
    int Servers,
    Options Options,
    Faults Faults,
    Sequence<Sequence<Command>> Plans,
    int Attempts,
    Pace Pace,
    int MaxEvents,
    bool Heals = false,
    ServerId? StaysDown = null)
{
    /// <summary>What the operator asks of servers, one order after the other.</summary>
    public Sequence<Order> Orders { get; init; }

    /// <summary>
    /// The servers that the cluster begins with; empty when all do. The others wait to be added, with empty disks.
    /// </summary>
    public ServerSet InitialServers { get; init; }

    /// <summary>
    /// The server that, when faults end, is cut off one way for good: nothing reaches it, and all that it sends arrives. Null
    /// when all links work again.
    /// </summary>
    public ServerId? StaysDeaf { get; init; }

    /// <summary>The world in which the run begins.</summary>
    public World Start()
    {
        var clients = Plans.Items.Select((plan, position) => Client.Of(new ClientId(position + 1), InSession(plan), Attempts));
        return World.Of(Servers, [.. clients], Faults, InitialServers) with { Orders = Orders };
    }

    /// <summary>With sessions a client opens one first, and numbers its commands.</summary>
    private Sequence<Command> InSession(Sequence<Command> plan) => Options.MaxSessions == 0
        ? plan
        : [new OpenSession(), .. plan.Items.Select((command, position) => new Numbered(Session: 0, position + 1, command))];
}

/// <summary>
/// How fast the parts move, counted in protocol events handled anywhere: the only clock of a run. These are lengths that chance
/// draws around; when nothing else can move, time jumps to whoever waits.
/// </summary>
/// <param name="Patience">The least election timeout; the greatest is twice as long ("150-300 ms").</param>
/// <param name="HeartbeatEvery">From one heartbeat of a leader to the next.</param>
/// <param name="FaultEvery">From one crash, cut or pause, or its mending, to the next, on average.</param>
/// <param name="ThinkTime">From a client's answer to its next request, at most.</param>
/// <param name="ClientPatience">How long a client waits before it gives up.</param>
/// <param name="Mischief">One message in so many is dropped, doubled or overtaken while there is budget for it.</param>
public sealed record Pace(int Patience, int HeartbeatEvery, int FaultEvery, int ThinkTime, int ClientPatience, int Mischief);
