using Microsoft.Coyote.Actors;
using Raft.Core.Protocol;
using Raft.Core.Server;

namespace Raft.Tests.Server;

/// <summary>Servers that are actors of one runtime: a message to one is an event for it.</summary>
internal sealed class LocalCluster : ITransport
{
    private readonly IActorRuntime runtime;
    private readonly Dictionary<ServerId, ActorId> actors = [];

    public LocalCluster(IActorRuntime runtime, int servers)
    {
        this.runtime = runtime;
        Servers = ServerSet.FirstServers(servers);
        foreach (var server in Servers)
        {
            actors[server] = runtime.CreateActorId(typeof(RaftServer), $"{server}");
        }
    }

    public ServerSet Servers { get; }

    /// <summary>Called with each answer to a client.</summary>
    public Action<RequestId, Answer> Answered { get; set; } = (_, _) => { };

    /// <summary>Creates the actor of each server.</summary>
    public void Start(Rules rules, Func<ServerId, IStorage> storage, Func<ServerId, ITimers> timers, IObserver observer)
    {
        foreach (var server in Servers)
        {
            var boot = new RaftServer.Boot(server, Servers, rules, storage(server), this, timers(server), observer);
            runtime.CreateActor(actors[server], typeof(RaftServer), boot);
        }
    }

    public void Give(ServerId server, Input input) => runtime.SendEvent(actors[server], new RaftServer.Arrived(input));

    public void Restart(ServerId server) => runtime.SendEvent(actors[server], new RaftServer.Restarted());

    public void Stop()
    {
        foreach (var server in Servers)
        {
            runtime.SendEvent(actors[server], new RaftServer.Stop());
        }
    }

    public void Send(Message message) => Give(message.To, new Receive(message));

    public void Reply(RequestId request, Answer answer) => Answered(request, answer);
}
