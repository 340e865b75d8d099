using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>Whether the world is as it was before.</summary>
internal sealed partial class Performance
{
    private readonly Dictionary<World, int> seen = [];
    private int seenAt;

    /// <summary>
    /// Whether the world was like this before, and all that was on its way then has arrived since: it can go round, and nothing
    /// waits for ever. How many requests there were, and what faults may still come, makes no difference.
    /// </summary>
    private bool IsAsItWas()
    {
        var wasSeen = !seen.TryAdd(AsItMatters(World), story.Count);
        seenAt = wasSeen ? seen[AsItMatters(World)] : 0;
        return wasSeen && HasAllArrivedSince(seenAt) && (IsTimelessSince(seenAt) || IsEachHeardSince(seenAt));
    }

    /// <summary>In a storm of messages that has no end no time passes.</summary>
    private bool IsTimelessSince(int then) => !story.Skip(then).Any(
        happening => happening is Called or GaveUp or Handled { Input: ElectionTimeout or HeartbeatDue });

    private bool IsEachHeardSince(int then) => World.Servers.Members.All(server => IsHeardSince(server, then));

    private bool HasAllArrivedSince(int then) =>
        World.Network.Links.Items.All(
            link => link.IsCut || link.OnTheWay.Items.All(envelope => envelope.SentAt > then));

    /// <summary>
    /// Whoever waits for its election timeout does not wait for ever: it began anew since then, or it leads and has none.
    /// </summary>
    private bool IsHeardSince(ServerId server, int then) =>
        World[server] is { Condition: Condition.Down }
        || !World[server].State.HasElectionTimer
        || (World[server].State.Role is Leader && HasTimedOutSince(server, then))
        || IsTimerResetSince(server, then);

    private bool HasTimedOutSince(ServerId server, int then) => story.Skip(then).Any(
        happening => happening is Handled { Input: ElectionTimeout } handled && handled.Server == server);

    private bool IsTimerResetSince(ServerId server, int then) => story.Skip(then).OfType<Handled>().Any(
        handled => handled.Server == server && handled.Effects.Items.Any(effect => effect is ResetElectionTimer));

    private World AsItMatters(World world)
    {
        var up = world.Hosts.Items.Where(host => host.Condition != Condition.Down).ToList();
        var earlier = IsQuiet ? TermsEarlier(up) : 0;
        var links = world.Network.Links.Items.Select(
            link => link with { OnTheWay = [.. link.OnTheWay.Items.Select(envelope => envelope with { SentAt = 0 })] });
        return world with
        {
            Hosts = [.. up.Select(host => Earlier(host, earlier))],
            Network = world.Network with { Links = [.. links] },
            Clients = [.. world.Clients.Items.Select(AsItMatters)],
            Left = new Faults(),
            Happened = 0,
        };
    }

    private static Client AsItMatters(Client client) => client with
    {
        Attempts = 0,
        Sent = 0,
        Waiting = client.Waiting is { } request ? request with { Number = 0 } : null,
        Requests = [.. client.Requests.Items.Select(request => request with { SentAt = 0 })],
    };

    /// <summary>
    /// Rules compare terms and do nothing else with them. Where all servers have left the terms of their entries behind, it makes
    /// no difference how far: a cluster that elects in vain goes round, though its terms grow.
    /// </summary>
    private static long TermsEarlier(IReadOnlyList<Host> hosts)
    {
        var ofEntries = hosts.SelectMany(host => host.State.Log.Entries.Items).Select(entry => entry.Term);
        var current = hosts.Select(host => Math.Min(host.State.CurrentTerm, host.Disk.Synced.CurrentTerm));
        return Math.Max(0, current.DefaultIfEmpty(0).Min() - ofEntries.DefaultIfEmpty(0).Max() - 1);
    }

    private static Host Earlier(Host host, long terms) => host with
    {
        State = host.State with { Persistent = Earlier(host.State.Persistent, terms) },
        Disk = host.Disk with { Synced = Earlier(host.Disk.Synced, terms) },
    };

    private static PersistentState Earlier(PersistentState state, long terms) =>
        state with { CurrentTerm = state.CurrentTerm - terms };
}
