using Microsoft.Coyote.Actors;
using Microsoft.Coyote.Runtime;
using Raft.Core.Protocol;
using Raft.Core.Server;

namespace Raft.Coyote.Environment.Actors;

/// <summary>
/// Where the actors of one run meet: the world that they move, and who is told of what happens. Coyote runs one actor at a
/// time, so nothing here is locked. Who moves next is Coyote's decision; the dice are Coyote's too.
/// </summary>
public sealed class Stage
{
    private readonly IActorRuntime runtime;
    private readonly Action<int, Happening> tell;
    private readonly Func<bool> isSatisfied;
    private readonly Dictionary<ServerId, ActorId> servers = [];
    private readonly Dictionary<ServerId, Queue<int?>> inboxes = [];
    private readonly List<Happening> story = [];
    private readonly HashSet<ServerId> doomed = [];
    private readonly HashSet<ServerId> rebooting = [];
    private int unhandled;
    private int beginning;
    private int faultsEndedAt;

    private Stage(IActorRuntime runtime, Setup setup, Rules rules, Action<int, Happening> tell, Func<bool> isSatisfied)
    {
        (this.runtime, this.tell, this.isSatisfied) = (runtime, tell, isSatisfied);
        (Setup, Rules) = (setup, rules);
        Dice = new CoyoteDice(runtime);
        World = setup.Start();
        Alarms = new Alarms(this);
    }

    /// <summary>What the run is made of.</summary>
    public Setup Setup { get; }

    /// <summary>The rules that the servers run.</summary>
    public Rules Rules { get; }

    /// <summary>The world as it is now.</summary>
    public World World { get; private set; }

    /// <summary>All that happened, in order.</summary>
    public IReadOnlyList<Happening> Story => story;

    /// <summary>How many protocol events there were.</summary>
    public int Events { get; private set; }

    /// <summary>Whether the run is over: every actor ends at its next turn.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether the time of faults is over.</summary>
    public bool AreFaultsOver { get; private set; }

    internal IDice Dice { get; }

    internal Alarms Alarms { get; }

    /// <summary>
    /// Nothing is on its way: only who waits for a time can move. Before all actors have begun nobody knows who will.
    /// </summary>
    internal bool IsQuiet => beginning == 0 && unhandled == 0 && !IsAnyLinkBusy() && !IsAnyClientBusy();

    /// <summary>Nothing is on its way and nobody waits for a time: nothing will ever move again.</summary>
    internal bool IsStill => IsQuiet && Alarms.IsEmpty;

    /// <summary>Creates the actors of a run. It runs as Coyote schedules them, until it is over.</summary>
    /// <param name="runtime">Coyote's testing runtime.</param>
    /// <param name="setup">What the run is made of.</param>
    /// <param name="rules">The rules that the servers run.</param>
    /// <param name="tell">Is told of everything that happens, with its number from 1.</param>
    /// <param name="isSatisfied">Whether all that had to happen once faults are over did.</param>
    public static Stage Raise(
        IActorRuntime runtime, Setup setup, Rules rules, Action<int, Happening> tell, Func<bool> isSatisfied)
    {
        var stage = new Stage(runtime, setup, rules, tell, isSatisfied);
        SchedulingPoint.Suppress();
        stage.CreateActors();
        SchedulingPoint.Resume();
        return stage;
    }

    /// <summary>Does a move in which no server handles an input.</summary>
    internal void Do(Move move)
    {
        var turn = World.Apply(move);
        World = turn.World;
        foreach (var happening in turn.Happenings)
        {
            Tell(happening);
        }

        if (move is EndFaults)
        {
            (AreFaultsOver, faultsEndedAt) = (true, Events);
        }
    }

    /// <summary>Puts an input into a server's inbox.</summary>
    internal void Hand(Handling move)
    {
        (World, var server, var input, var sentAt) = World.Take(move);
        inboxes[server].Enqueue(sentAt);
        unhandled++;
        if (input is Restart)
        {
            rebooting.Add(server);
        }

        SchedulingPoint.Suppress();
        runtime.SendEvent(servers[server], input is Restart ? new RaftServer.Restarted() : new RaftServer.Arrived(input));
        SchedulingPoint.Resume();
    }

    /// <summary>An actor has begun: it waits for a time now, or for others.</summary>
    internal void HasBegun() => beginning--;

    /// <summary>Whether a server has nothing in its inbox.</summary>
    internal bool IsIdle(ServerId server) => inboxes[server].Count == 0;

    /// <summary>Whether a restart of a server is on its way.</summary>
    internal bool IsRebooting(ServerId server) => rebooting.Contains(server);

    /// <summary>A server takes an input from its inbox: when was it sent?</summary>
    internal int? TakeFromInbox(ServerId server, Input input)
    {
        unhandled--;
        if (input is Restart)
        {
            rebooting.Remove(server);
        }

        return inboxes[server].Dequeue();
    }

    /// <summary>A server is to crash amid its next step.</summary>
    internal void Doom(ServerId server) => doomed.Add(server);

    /// <summary>Whether a server is to crash amid its next step.</summary>
    internal bool IsDoomed(ServerId server) => doomed.Contains(server);

    /// <summary>Where a doomed server crashes in a step; null for a server that is not doomed.</summary>
    internal CrashPoint? DrawCrash(ServerId server, Step step)
    {
        if (!doomed.Remove(server) || World.Left.Crashes <= 0)
        {
            return null;
        }

        return CrashPoint.Draw(Dice, step.Effects, World.Left.LostWrites > 0);
    }

    /// <summary>A server begins a step.</summary>
    internal int Begin(Handled handled)
    {
        World = World.Handle(handled);
        Events++;
        Alarms.Now++;
        Tell(handled);
        return story.Count;
    }

    /// <summary>An effect of a server's step comes about.</summary>
    internal void CarryOut(ServerId server, Effect effect, int sentAt)
    {
        (World, var lost) = World.CarryOut(server, effect, sentAt);
        if (lost is not null)
        {
            Tell(lost);
        }
    }

    /// <summary>A server crashes amid its step.</summary>
    internal void CrashAt(Handled handled) => World = World.CrashAt(handled.Server, handled.Crash!, handled.Effects);

    /// <summary>A message, or a request, came to a server that was down.</summary>
    internal void LoseInput(ServerId server, Input input, int? sentAt)
    {
        Happening? lost = input switch
        {
            Receive receive => new Lost(receive.Message, sentAt!.Value),
            ClientRequest request => new RequestLost(request.Id, server),
            _ => null,
        };
        if (lost is not null && !IsOver)
        {
            World = World with { Happened = World.Happened + 1 };
            Tell(lost);
        }
    }

    /// <summary>Ends the run when it is time to. Called at the end of each turn of an actor.</summary>
    internal void EndIfDue()
    {
        var isTimeUp = Events >= Setup.MaxEvents;
        var isDone = Setup.Heals ? AreFaultsOver && (IsAllWell() || Events >= faultsEndedAt + FairRun.EnoughEvents) : isTimeUp;
        if (!IsOver && isDone)
        {
            End();
        }
    }

    /// <summary>Ends the run.</summary>
    internal void End()
    {
        IsOver = true;
        SchedulingPoint.Suppress();
        foreach (var server in servers.Values)
        {
            runtime.SendEvent(server, new RaftServer.Stop());
        }

        SchedulingPoint.Resume();
    }

    private bool IsAllWell() => World.Clients.Items.All(client => client.IsDone) && isSatisfied();

    private void Tell(Happening happening)
    {
        story.Add(happening);
        tell(story.Count, happening);
    }

    private bool IsAnyLinkBusy()
    {
        foreach (var from in World.Servers)
        {
            foreach (var to in World.Servers)
            {
                if (World.MayDeliver(from, to))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsAnyClientBusy()
    {
        foreach (var client in World.Clients)
        {
            if (client.Answers.Count > 0 || World.MayArrive(client))
            {
                return true;
            }
        }

        return false;
    }

    private void CreateActors()
    {
        foreach (var server in World.Servers)
        {
            inboxes[server] = new Queue<int?>();
            var seat = new Seat(this, server);
            var boot = new RaftServer.Boot(server, World.Servers, Rules, seat, seat, seat, seat);
            servers[server] = Create(typeof(RaftServer), server.ToString(), boot);
            Create(typeof(ClockActor), $"clock of {server}", new ClockActor.Boot(this, server));
        }

        foreach (var a in World.Servers)
        {
            foreach (var b in World.Servers)
            {
                if (a.Number < b.Number)
                {
                    Create(typeof(LinkActor), $"link {a}-{b}", new LinkActor.Boot(this, a, b));
                }
            }
        }

        foreach (var client in World.Clients)
        {
            Create(typeof(ClientActor), client.Id.ToString(), new ClientActor.Boot(this, client.Id));
        }

        if (World.Orders.Count > 0)
        {
            Create(typeof(OperatorActor), "operator", new Mover.Boot(this));
        }

        Create(typeof(NemesisActor), "nemesis", new Mover.Boot(this));
    }

    private ActorId Create(Type actor, string name, Event boot)
    {
        beginning++;
        return runtime.CreateActor(actor, name, boot);
    }
}
