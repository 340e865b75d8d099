using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration;

/// <summary>
/// Draws one of the moves of a world, by the weights of a swarm. It draws among places where something can move, and makes only
/// the move that was drawn: to list all <see cref="World.Moves"/> at each step would be most of the work of a walk.
/// </summary>
internal sealed class MoveChoice(Swarm swarm, IDice dice)
{
    private readonly List<Place> places = [];
    private World world = null!;
    private int total;

    private enum Kind
    {
        Deliver, Overtake, Drop, Double, TimeOut, Beat, Call, GiveUp, Arrive, Return,
        Crash, Pause, ComeBack, Cut, CutOneWay, Heal, Instruct, Lapse, Skew,
    }

    /// <summary>A move that comes next; null when nothing can move.</summary>
    public Move? Draw(World current)
    {
        (world, total) = (current, 0);
        places.Clear();
        OfferLinks();
        OfferClients();
        OfferServers();
        OfferCuts();
        return total == 0 ? null : Make(DrawPlace());
    }

    private Place DrawPlace()
    {
        var ticket = dice.Below(total);
        var position = 0;
        while (ticket >= places[position].Weight)
        {
            ticket -= places[position].Weight;
            position++;
        }

        return places[position];
    }

    private void Offer(Kind kind, int weight, int first = 0, int second = 0)
    {
        if (weight > 0)
        {
            places.Add(new Place(kind, weight, first, second));
            total += weight;
        }
    }

    private void OfferLinks()
    {
        foreach (var from in world.Servers)
        {
            foreach (var to in world.Servers)
            {
                if (world.MayDeliver(from, to))
                {
                    OfferLink(from, to);
                }
            }
        }
    }

    private void OfferLink(ServerId from, ServerId to)
    {
        var count = world.Network[from, to].OnTheWay.Count;
        if (world[to].Condition == Condition.Down)
        {
            Offer(Kind.Drop, swarm.Deliver(from, to), from.Number, to.Number);
            return;
        }

        Offer(Kind.Deliver, swarm.Deliver(from, to), from.Number, to.Number);
        Offer(Kind.Overtake, world.Left.Reorders > 0 && count > 1 ? swarm.Overtake : 0, from.Number, to.Number);
        Offer(Kind.Drop, world.Left.Drops > 0 ? swarm.Drop : 0, from.Number, to.Number);
        Offer(Kind.Double, world.Left.Duplicates > 0 ? swarm.Double : 0, from.Number, to.Number);
    }

    private void OfferClients()
    {
        foreach (var client in world.Clients)
        {
            var number = client.Id.Number;
            Offer(Kind.Call, client.MayCall ? swarm.Call : 0, number);
            Offer(Kind.GiveUp, client.Waiting is not null ? swarm.GiveUp : 0, number);
            Offer(Kind.Return, client.Answers.Count > 0 ? swarm.Arrive : 0, number);
            for (var position = 0; position < client.Requests.Count; position++)
            {
                var isHeldUp = world[client.Requests[position].To].Condition == Condition.Paused;
                Offer(Kind.Arrive, isHeldUp ? 0 : swarm.Arrive, number, position);
            }
        }
    }

    private void OfferServers()
    {
        foreach (var server in world.Servers)
        {
            var host = world[server];
            if (host.Condition != Condition.Up)
            {
                Offer(Kind.ComeBack, swarm.ComeBack, server.Number);
                continue;
            }

            var isLeader = host.State.Role is Leader;
            Offer(Kind.Beat, isLeader ? swarm.Beat : 0, server.Number);
            var mayTimeOut = host.State.HasElectionTimer && world.MayTimeOut(server);
            Offer(Kind.TimeOut, mayTimeOut ? swarm.TimeOut(server) : 0, server.Number);
            Offer(Kind.Crash, world.Left.Crashes > 0 ? swarm.Crash : 0, server.Number);
            Offer(Kind.Pause, world.Left.Pauses > 0 ? swarm.Pause : 0, server.Number);
            Offer(Kind.Lapse, swarm.Lapse > 0 && world.MayLapse(server) ? swarm.Lapse : 0, server.Number);
            Offer(Kind.Skew, world.Left.ClockSkews > 0 && world.LeaderPromised(server) is not null ? swarm.Skew : 0, server.Number);
            Offer(Kind.Instruct, world.Orders.Count == 0 ? 0 : isLeader ? swarm.Instruct : swarm.Instruct / 16, server.Number);
        }
    }

    private void OfferCuts()
    {
        var isPartitioned = world.Network.IsPartitioned;
        var mayCut = !isPartitioned && world.Hosts.Count > 1;
        Offer(Kind.Heal, isPartitioned ? swarm.Heal : 0);
        Offer(Kind.Cut, mayCut && world.Left.Partitions > 0 ? swarm.Cut : 0);
        Offer(Kind.CutOneWay, mayCut && world.Left.OneWayCuts > 0 ? swarm.CutOneWay : 0);
    }

    private Move Make(Place place)
    {
        var (server, other, client) = (new ServerId(place.First), new ServerId(place.Second), new ClientId(place.First));
        return place.Kind switch
        {
            Kind.Deliver => new Deliver(server, other),
            Kind.Overtake => new Deliver(server, other, 1 + dice.Below(world.Network[server, other].OnTheWay.Count - 1)),
            Kind.Drop => new Lose(server, other, AnyOnTheWay(server, other)),
            Kind.Double => new Environment.Double(server, other, AnyOnTheWay(server, other)),
            Kind.TimeOut => new TimeOut(server),
            Kind.Instruct => new Instruct(server, world.Orders[0]),
            Kind.Beat => new Beat(server),
            Kind.Lapse => new Lapse(server),
            Kind.Skew => new Skew(server),
            Kind.Call => new Call(client, WhomToAsk(client)),
            Kind.GiveUp => new GiveUp(client),
            Kind.Arrive => Arrival(client, place.Second),
            Kind.Return => new Return(client, dice.Below(world[client].Answers.Count)),
            Kind.Crash => new Crash(server),
            Kind.Pause => new Pause(server),
            Kind.ComeBack => world[server].Condition == Condition.Down ? new Reboot(server) : new Resume(server),
            Kind.Heal => new Heal(),
            _ => Partition(place.Kind == Kind.Cut),
        };
    }

    private int AnyOnTheWay(ServerId from, ServerId to) => dice.Below(world.Network[from, to].OnTheWay.Count);

    /// <summary>Mostly the leader that it was told of, if it was.</summary>
    private ServerId WhomToAsk(ClientId client) =>
        world[client].Leader is { } leader && !dice.OneIn(8) ? leader : new ServerId(1 + dice.Below(world.Hosts.Count));

    private Move Arrival(ClientId client, int position)
    {
        var to = world[client].Requests[position].To;
        return world[to].Condition == Condition.Up ? new DeliverRequest(client, position) : new LoseRequest(client, position);
    }

    /// <summary>Of the two ways to write the same cut both ways, s1 is on the side that is named first.</summary>
    private Partition Partition(bool bothWays)
    {
        var side = new ServerSet(1 + (ulong)dice.Below((int)world.Servers.Bits - 1));
        var other = new ServerSet(world.Servers.Bits & ~side.Bits);
        var isTurned = bothWays && !side.Contains(new ServerId(1));
        return new Partition(isTurned ? other : side, isTurned ? side : other, bothWays);
    }

    private readonly record struct Place(Kind Kind, int Weight, int First, int Second);
}
