using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;

namespace Raft.Tests.Specifications;

/// <summary>
/// A run of the rules in which dice choose what happens next: deliveries in any order, losses, doubles, timeouts, calls,
/// crashes between any two effects and within a write, restarts. Enough of an environment to try the properties on.
/// </summary>
internal sealed class RandomWalk
{
    private readonly Rules rules;
    private readonly Random random;
    private readonly Judge judge;
    private readonly ServerId[] servers;
    private readonly Dictionary<ServerId, ServerState> states = [];
    private readonly HashSet<ServerId> down = [];
    private readonly List<Message> network = [];
    private readonly List<RequestId> waiting = [];
    private int crashesInThousand = 20;
    private int happenings;
    private int requests;

    public RandomWalk(Rules rules, int seed, Judge judge)
    {
        this.rules = rules;
        this.judge = judge;
        random = new Random(seed);
        servers = [.. judge.History.Servers.Members];
        foreach (var server in servers)
        {
            states[server] = ServerState.AtStart(server, judge.History.Servers, PersistentState.FirstBoot);
        }
    }

    public RandomWalk Run(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            Move(servers[random.Next(servers.Length)], random.Next(100));
        }

        return this;
    }

    /// <summary>
    /// From now on no faults: every message arrives, every server is up, one stands for election while there is no leader.
    /// </summary>
    public void Settle()
    {
        crashesInThousand = 0;
        Happened(new FaultsOver());
        foreach (var server in servers.Where(down.Remove))
        {
            Handle(server, new Restart(judge.History.Durable(server)));
        }

        for (var round = 0; round < 40 && judge.Liveness.Any(property => !property.IsSatisfied); round++)
        {
            SettleOneRound(servers[random.Next(servers.Length)]);
        }
    }

    private void SettleOneRound(ServerId next)
    {
        while (network.Count > 0)
        {
            Deliver(0, isLost: false, isKept: false);
        }

        waiting.ToList().ForEach(GiveUp);
        if (judge.Liveness.OfType<ALeaderIsElected>().Single().IsSatisfied)
        {
            servers.ToList().ForEach(server => Handle(server, new HeartbeatDue()));
        }
        else
        {
            Handle(next, new ElectionTimeout());
        }
    }

    private void Move(ServerId server, int die)
    {
        switch (die)
        {
            case < 30 when down.Remove(server):
                Handle(server, new Restart(judge.History.Durable(server)));
                break;
            case var _ when down.Contains(server):
                break;
            case < 4:
                Handle(server, new ElectionTimeout());
                break;
            case < 12:
                Handle(server, new HeartbeatDue());
                break;
            case < 20:
                Call(server);
                break;
            case < 21:
                down.Add(server);
                Happened(new Crashed(server));
                break;
            case < 22 when waiting.Count > 0:
                GiveUp(waiting[random.Next(waiting.Count)]);
                break;
            case var _ when network.Count > 0:
                Deliver(random.Next(network.Count), isLost: die < 30, isKept: die is >= 30 and < 40);
                break;
        }
    }

    private void Deliver(int position, bool isLost, bool isKept)
    {
        var message = network[position];
        if (!isKept)
        {
            network.RemoveAt(position);
        }

        if (!isLost && !down.Contains(message.To))
        {
            Handle(message.To, new Receive(message));
        }
    }

    private void Call(ServerId server)
    {
        var id = new RequestId(new ClientId(1 + random.Next(4)), ++requests);
        var command = RandomCommand(random.Next(2) == 0 ? "x" : "y");
        waiting.Add(id);
        Happened(new Called(id, server, command));
        Handle(server, new ClientRequest(id, command));
    }

    private Command RandomCommand(string key) => random.Next(4) switch
    {
        0 => new Put(key, $"{requests}"),
        1 => new Append(key, $"{requests}"),
        2 => new CompareAndSet(key, null, $"{requests}"),
        _ => new Get(key),
    };

    private void GiveUp(RequestId request)
    {
        waiting.Remove(request);
        Happened(new GaveUp(request));
    }

    private void Handle(ServerId server, Input input)
    {
        var before = states[server];
        var step = rules.Receive(before, input);
        var crashes = random.Next(1000) < crashesInThousand;
        var crash = crashes ? new CrashPoint(random.Next(step.Effects.Count + 1), random.Next(2)) : null;
        var handled = new Handled(server, input, before, step.State, step.Effects, crash);
        states[server] = step.State;
        _ = crashes && down.Add(server);
        Happened(handled);
        foreach (var effect in handled.Done)
        {
            CarryOut(effect);
        }
    }

    private void CarryOut(Effect effect)
    {
        if (effect is Send send)
        {
            network.Add(send.Message);
        }
        else if (effect is Reply reply && waiting.Remove(reply.Id))
        {
            Happened(new Returned(reply.Id, reply.Answer));
        }
    }

    private void Happened(Happening happening)
    {
        if (judge.Observe(++happenings, happening) is { } violation)
        {
            Assert.Fail($"at {happenings}, {happening}: {violation}");
        }
    }
}
