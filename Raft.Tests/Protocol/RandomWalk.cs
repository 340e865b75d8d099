using Raft.Core.Protocol;

namespace Raft.Tests.Protocol;

/// <summary>Three servers to which anything may happen next: the same seed walks the same way.</summary>
internal sealed class RandomWalk(int seed, Options options, bool takesSnapshots = false)
{
    private readonly Random random = new(seed);
    private readonly Rules rules = new(options);
    private readonly List<Message> network = [];
    private readonly Dictionary<ServerId, PersistentState> disks = [];
    private readonly Dictionary<ServerId, ServerState> states = [];

    /// <summary>What the disk of a server holds: the fold of all that it was asked to persist.</summary>
    public PersistentState Disk(ServerId server) => disks.GetValueOrDefault(server, PersistentState.FirstBoot);

    /// <summary>Takes one step.</summary>
    public Step Next()
    {
        var (server, input) = Choose();
        var step = rules.Receive(StateOf(server), input);
        states[server] = step.State;
        network.AddRange(step.Sent());
        foreach (var record in step.All<Persist>().SelectMany(persist => persist.Records))
        {
            disks[server] = Disk(server).With(record);
        }

        return step;
    }

    private ServerState StateOf(ServerId server) =>
        states.GetValueOrDefault(server, ServerState.AtStart(server, ServerSet.FirstServers(3), PersistentState.FirstBoot));

    private (ServerId Server, Input Input) Choose()
    {
        var server = new ServerId(1 + random.Next(3));
        return random.Next(takesSnapshots ? 31 : 30) switch
        {
            30 => (server, new TakeSnapshot()),
            0 => (server, new ElectionTimeout()),
            1 => (server, new HeartbeatDue()),
            2 or 3 => (server, new ClientRequest(Given.Request(random.Next(100)), new Append("x", "1"))),
            4 => (server, new Restart(Disk(server))),
            _ when network.Count > 0 => Deliver(),
            _ => (server, new ElectionTimeout()),
        };
    }

    /// <summary>Any message on its way; now and then it stays there too, to arrive once more.</summary>
    private (ServerId Server, Input Input) Deliver()
    {
        var position = random.Next(network.Count);
        var message = network[position];
        if (random.Next(10) > 0)
        {
            network.RemoveAt(position);
        }

        return (message.To, new Receive(message));
    }
}
