using Raft.Core.Protocol;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// How far a world may go. An action that would lead beyond a bound is not taken, so what is within is all there is.
/// </summary>
/// <param name="Servers">How many servers there are.</param>
/// <param name="MaxTerm">No server goes beyond this term.</param>
/// <param name="MaxLog">No log has more entries.</param>
/// <param name="MaxMessages">No more messages are on their way at a time.</param>
/// <param name="MaxRequests">Clients make so many requests.</param>
/// <param name="MaxDrops">So many messages are lost.</param>
/// <param name="MaxDuplicates">So many messages are doubled.</param>
/// <param name="MaxCrashes">So many times a server crashes.</param>
/// <param name="Heartbeats">Whether leaders send heartbeats.</param>
public sealed record Bounds(
    int Servers,
    int MaxTerm,
    int MaxLog,
    int MaxMessages,
    int MaxRequests = 0,
    int MaxDrops = 0,
    int MaxDuplicates = 0,
    int MaxCrashes = 0,
    bool Heartbeats = false)
{
    /// <summary>The highest term that can be asked for: the leaders of so many terms fit into one number.</summary>
    public const int HighestTerm = 10;

    /// <summary>The most messages on their way that can be asked for.</summary>
    public const int MostMessages = 64;

    /// <summary>The most of anything that is counted: requests, drops, duplicates, crashes, orders.</summary>
    public const int MostOfAKind = 15;

    /// <summary>Whether a crash may strike between any two effects of a step, and between the records of a write.</summary>
    public bool CrashPoints { get; init; }

    /// <summary>What servers are ordered, one order after the other; each may go to any server.</summary>
    public Sequence<Order> Orders { get; init; }

    /// <summary>The servers that the cluster begins with; empty when all do.</summary>
    public ServerSet InitialServers { get; init; }

    /// <summary>Whether orders change who is in the cluster.</summary>
    public bool Changes => Orders.Items.OfType<ChangeMembers>().Any();

    /// <summary>The servers that orders name.</summary>
    public ServerSet Named => ServerSet.Of([.. Orders.Items.SelectMany(order => order.Servers)]);

    /// <summary>All servers.</summary>
    public ServerSet All => ServerSet.FirstServers(Servers);

    /// <summary>The servers that the cluster begins with.</summary>
    public ServerSet Cluster => InitialServers.Count == 0 ? All : InitialServers;

    /// <summary>The request of a number: each comes from a client of its own, who asks once.</summary>
    public static ClientRequest Request(int number) =>
        new(new RequestId(new ClientId(number), 1), new Put("x", $"{number}"));
}
