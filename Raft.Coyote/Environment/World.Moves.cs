using Raft.Core.Protocol;

namespace Raft.Coyote.Environment;

/// <summary>What may happen next, part by part.</summary>
public sealed partial record World
{
    /// <summary>
    /// All that may happen next, except crashes amid a step: any <see cref="Handling"/> may be
    /// given a crash point while crashes are left.
    /// </summary>
    public IEnumerable<Move> Moves()
    {
        var links = Servers.Members.SelectMany(from => Servers.Members.SelectMany(to => LinkMoves(from, to)));
        var clocks = Servers.Members.SelectMany(ClockMoves);
        var clients = Clients.Items.SelectMany(client => ClientMoves(client.Id));
        return [.. links, .. clocks, .. clients, .. OperatorMoves(), .. NemesisMoves()];
    }

    /// <summary>The operator's next order may go to any server that runs; most of them are for a leader to carry out.</summary>
    public IEnumerable<Move> OperatorMoves() => Orders.Count == 0
        ? []
        : Servers.Members.Where(server => this[server].Condition == Condition.Up).Select(server => new Instruct(server, Orders[0]));

    /// <summary>What a link may do with what it carries.</summary>
    public IEnumerable<Move> LinkMoves(ServerId from, ServerId to)
    {
        var link = Network[from, to];
        if (!MayDeliver(from, to))
        {
            yield break;
        }

        var isLostAnyway = this[to].Condition == Condition.Down;
        for (var position = 0; position < link.OnTheWay.Count; position++)
        {
            if (!isLostAnyway && (position == 0 || Left.Reorders > 0))
            {
                yield return new Deliver(from, to, position);
            }

            if (isLostAnyway || Left.Drops > 0)
            {
                yield return new Lose(from, to, position);
            }

            if (!isLostAnyway && Left.Duplicates > 0)
            {
                yield return new Double(from, to, position);
            }
        }
    }

    /// <summary>
    /// Whether a link has something to do: it carries a message, is not cut, and its receiver does not stand still.
    /// </summary>
    public bool MayDeliver(ServerId from, ServerId to)
    {
        var link = Network[from, to];
        return link.OnTheWay.Count > 0 && !link.IsCut && this[to].Condition != Condition.Paused;
    }

    /// <summary>What a clock may do.</summary>
    public IEnumerable<Move> ClockMoves(ServerId server)
    {
        var host = this[server];
        if (host.Condition == Condition.Up && host.State.Role is Leader)
        {
            yield return new Beat(server);
        }

        if (host.Condition == Condition.Up && host.State.HasElectionTimer && MayTimeOut(server))
        {
            yield return new TimeOut(server);
        }

        if (MayLapse(server))
        {
            yield return new Lapse(server);
        }
    }

    /// <summary>What a client, or the way to it and from it, may do.</summary>
    public IEnumerable<Move> ClientMoves(ClientId id)
    {
        var client = this[id];
        var calls = client.MayCall ? Servers.Members.Select(server => (Move)new Call(id, server)) : [];
        var givesUp = client.Waiting is not null ? new[] { new GiveUp(id) } : [];
        var returns = Enumerable.Range(0, client.Answers.Count).Select(position => new Return(id, position));
        return [.. calls, .. givesUp, .. RequestMoves(client), .. returns];
    }

    /// <summary>What whoever crashes servers and cuts links may do; and what mends it.</summary>
    public IEnumerable<Move> NemesisMoves()
    {
        foreach (var server in Servers)
        {
            foreach (var move in ConditionMoves(server))
            {
                yield return move;
            }
        }

        if (Network.IsPartitioned)
        {
            yield return new Heal();
            yield break;
        }

        for (var side = 1UL; side < Servers.Bits; side++)
        {
            var from = new ServerSet(side);
            var to = new ServerSet(Servers.Bits & ~side);
            if (Left.Partitions > 0 && from.Contains(new ServerId(1)))
            {
                yield return new Partition(from, to, BothWays: true);
            }

            if (Left.OneWayCuts > 0)
            {
                yield return new Partition(from, to, BothWays: false);
            }
        }
    }

    private IEnumerable<Move> ConditionMoves(ServerId server)
    {
        var condition = this[server].Condition;
        if (condition == Condition.Up && Left.Crashes > 0)
        {
            yield return new Crash(server);
        }

        if (condition == Condition.Up && Left.Pauses > 0)
        {
            yield return new Pause(server);
        }

        if (Left.ClockSkews > 0 && LeaderPromised(server) is not null)
        {
            yield return new Skew(server);
        }

        if (condition != Condition.Up)
        {
            yield return condition == Condition.Down ? new Reboot(server) : new Resume(server);
        }
    }

    /// <summary>
    /// What may become of a client's requests: one waits for a server that stands still, and one that is down loses it.
    /// </summary>
    public IEnumerable<Move> RequestMoves(Client client) =>
        Enumerable.Range(0, client.Requests.Count).SelectMany(position => RequestMoves(client, position));

    /// <summary>Whether a client's request is on its way to a server that does not stand still.</summary>
    public bool MayArrive(Client client)
    {
        foreach (var request in client.Requests)
        {
            if (this[request.To].Condition != Condition.Paused)
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<Move> RequestMoves(Client client, int position) => this[client.Requests[position].To].Condition switch
    {
        Condition.Up => [new DeliverRequest(client.Id, position)],
        Condition.Down => [new LoseRequest(client.Id, position)],
        _ => [],
    };
}
