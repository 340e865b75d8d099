using Raft.Core.Protocol;

namespace Raft.Coyote.Environment;

/// <summary>Whether a server runs.</summary>
public enum Condition
{
    /// <summary>It runs.</summary>
    Up,

    /// <summary>It stands still, with its memory.</summary>
    Paused,

    /// <summary>It crashed; only its disk is left.</summary>
    Down,
}

/// <summary>A server in its surroundings: its memory, its disk, and whether it runs.</summary>
public sealed record Host(ServerState State, Disk Disk, Condition Condition);

/// <summary>
/// Everything around the rules, as one value: servers with their disks, the network, the clients, and the faults that
/// may still come. <see cref="Moves"/> says what may happen next and <see cref="Apply(Move, Rules)"/> does it. The
/// Coyote actors move parts of the same value.
/// </summary>
/// <param name="Hosts">The servers, s1 first.</param>
/// <param name="Network">The links between them.</param>
/// <param name="Clients">The clients, c1 first.</param>
/// <param name="Left">The faults that may still come.</param>
/// <param name="Happened">How many happenings there were.</param>
public sealed partial record World(Sequence<Host> Hosts, Network Network, Sequence<Client> Clients, Faults Left, int Happened = 0)
{
    /// <summary>A cluster on its first boot.</summary>
    /// <param name="servers">How many servers there are.</param>
    /// <param name="clients">The clients.</param>
    /// <param name="faults">The faults that may come.</param>
    /// <param name="initial">The servers that the cluster begins with; empty when all do.</param>
    public static World Of(int servers, Sequence<Client> clients, Faults faults, ServerSet initial = default)
    {
        var all = ServerSet.FirstServers(servers);
        var first = initial.Count == 0 ? all : initial;
        var hosts = all.Members.Select(
            id => new Host(ServerState.AtStart(id, first, PersistentState.FirstBoot), Disk.Empty, Condition.Up));
        return new World([.. hosts], Network.Of(servers), clients, faults);
    }

    /// <summary>The orders that the operator has yet to give, the next one first.</summary>
    public Sequence<Order> Orders { get; init; }

    /// <summary>All servers.</summary>
    public ServerSet Servers => ServerSet.FirstServers(Hosts.Count);

    /// <summary>A server.</summary>
    public Host this[ServerId server] => Hosts[server.Number - 1];

    /// <summary>A client.</summary>
    public Client this[ClientId client] => Clients[client.Number - 1];

    /// <summary>This world with one server changed.</summary>
    public World With(ServerId server, Host host) => this with { Hosts = Hosts.SetItem(server.Number - 1, host) };

    /// <summary>This world with one client changed.</summary>
    public World With(Client client) => this with { Clients = Clients.SetItem(client.Id.Number - 1, client) };

    /// <summary>
    /// The first half of a <see cref="Handling"/> move: takes the input from where it waits.
    /// Coyote's actors put it into the server's inbox.
    /// </summary>
    public (World World, ServerId Server, Input Input, int? SentAt) Take(Handling move)
    {
        switch (move)
        {
            case Deliver deliver:
                var link = Network[deliver.From, deliver.To];
                var envelope = link.OnTheWay[deliver.Position];
                var left = deliver.Position == 0 ? Left : Left with { Reorders = Left.Reorders - 1 };
                var network = Network.With(
                    deliver.From, deliver.To, link with { OnTheWay = link.OnTheWay.RemoveAt(deliver.Position) });
                return (this with { Network = network, Left = left }, deliver.To, new Receive(envelope.Message), envelope.SentAt);
            case DeliverRequest arrives:
                var client = this[arrives.Client];
                var sent = client.Requests[arrives.Position];
                var after = With(client with { Requests = client.Requests.RemoveAt(arrives.Position) });
                return (after, sent.To, sent.Request, sent.SentAt);
            case TimeOut timeOut:
                var timed = this with { Left = Left with { Timeouts = Left.Timeouts - 1 } };
                return (timed, timeOut.Server, new ElectionTimeout(), null);
            case Beat beat:
                return (this, beat.Server, new HeartbeatDue(), null);
            case Lapse lapse:
                return (this, lapse.Server, new LeaseExpired(), null);
            case Reboot reboot:
                return (this, reboot.Server, this[reboot.Server].Disk.Load(), null);
            case FinishWrite finish:
                return (this, finish.Server, this[finish.Server].Disk.Reports[0], null);
            case Instruct instruct:
                var isNext = Orders.Count > 0 && Orders[0] == instruct.Order;
                return (isNext ? this with { Orders = Orders.RemoveAt(0) } : this, instruct.Server, instruct.Order, null);
            default:
                throw new ArgumentException($"unknown move {move}", nameof(move));
        }
    }

    /// <summary>The second half: a server did a step. Its effects come one by one through <see cref="CarryOut"/>.</summary>
    public World Handle(Handled handled)
    {
        var host = this[handled.Server];
        var condition = handled.Input is Restart ? Condition.Up : host.Condition;
        var disk = handled.Input is Written written ? host.Disk.Finish(written) : host.Disk;
        return this with
        {
            Hosts = Hosts.SetItem(handled.Server.Number - 1, new Host(handled.After, disk, condition)),
            Happened = Happened + 1,
            Promises = PromisesAfter(handled),
        };
    }

    /// <summary>
    /// A step as it comes about in this world: a full disk refuses what it writes, and there the server stops, if its rules say
    /// so.
    /// </summary>
    public Handled InStep(Handled handled, Rules rules)
    {
        var write = this[handled.Server].Disk.IsFull ? handled.Effects.FirstWrite() : -1;
        var isRefused = write >= 0 && (handled.Crash is null || handled.Crash.EffectsDone > write);
        var stops = isRefused && rules.StopsAtRefusedWrite;
        var isAmidWrite = write >= 0 && handled.Crash?.EffectsDone == write;
        var crash = stops || isAmidWrite ? new CrashPoint(write) : handled.Crash;
        return write < 0 ? handled : handled with { Crash = crash, Refused = isRefused };
    }

    /// <summary>One effect of a server's step comes about. What is sent over a cut link is lost.</summary>
    /// <returns>The world after it, and the message that was lost, if one was.</returns>
    public (World World, Lost? Lost) CarryOut(ServerId server, Effect effect, int sentAt)
    {
        switch (effect)
        {
            case Persist or BeginWrite:
                return (With(server, this[server] with { Disk = this[server].Disk.CarryOut(effect) }), null);
            case Send { Message: var message }:
                return Put(message, sentAt);
            case Reply reply when reply.Id.Client.Number <= Clients.Count:
                var client = this[reply.Id.Client];
                return (With(client with { Answers = client.Answers.Add(new SentAnswer(reply.Id, reply.Answer)) }), null);
            default:
                return (this, null);
        }
    }

    /// <summary>A server crashes amid its effects: what a write left behind depends on the crash point.</summary>
    public World CrashAt(Handled handled)
    {
        var (host, point) = (this[handled.Server], handled.Crash!);
        if (handled.DrawnCrash is null)
        {
            return With(handled.Server, host with { Disk = host.Disk.Crash(0), Condition = Condition.Down });
        }

        var isAmidWrite = handled.Effects.Count > point.EffectsDone && !handled.Refused;
        var unsynced = isAmidWrite && handled.Effects[point.EffectsDone] is Persist persist ? persist.Records : [];
        var losesWrites = unsynced.Count > 0 && point.RecordsKept < unsynced.Count && Left.LostWrites > 0;
        var left = Left with { Crashes = Left.Crashes - 1, LostWrites = Left.LostWrites - (losesWrites ? 1 : 0) };
        var kept = point.RecordsKept > 0 ? host.Disk.Unsynced.Count + point.RecordsKept : point.WritesKept;
        return With(handled.Server, host with { Disk = host.Disk.Write(unsynced).Crash(kept), Condition = Condition.Down }) with
        {
            Left = left,
        };
    }

    private (World World, Lost? Lost) Put(Message message, int sentAt)
    {
        var link = Network[message.From, message.To];
        if (link.IsCut)
        {
            return (this with { Happened = Happened + 1 }, new Lost(message, sentAt));
        }

        var fuller = link with { OnTheWay = link.OnTheWay.Add(new Envelope(message, sentAt)) };
        return (this with { Network = Network.With(message.From, message.To, fuller) }, null);
    }
}
