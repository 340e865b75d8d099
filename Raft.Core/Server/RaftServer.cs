using Microsoft.Coyote.Actors;
using Raft.Core.Protocol;

namespace Raft.Core.Server;

/// <summary>
/// The Coyote actor that runs the rules: dequeues an input, asks the rules for the step, carries its effects out in their order.
/// It is the same under Coyote's testing engine and its production runtime.
/// </summary>
public sealed class RaftServer : Actor
{
    private Boot boot = null!;
    private ServerState state = null!;

    /// <summary>Everything that a server is given when it is created.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="servers">All servers that the cluster began with.</param>
    /// <param name="rules">The rules that it runs.</param>
    /// <param name="storage">Its disk.</param>
    /// <param name="transport">Its network.</param>
    /// <param name="timers">Its clock.</param>
    /// <param name="observer">Who sees its steps.</param>
    public sealed class Boot(
        ServerId id,
        ServerSet servers,
        Rules rules,
        IStorage storage,
        ITransport transport,
        ITimers timers,
        IObserver observer) : Event
    {
        internal ServerId Id => id;

        internal ServerSet Servers => servers;

        internal Rules Rules => rules;

        internal IStorage Storage => storage;

        internal ITransport Transport => transport;

        internal ITimers Timers => timers;

        internal IObserver Observer => observer;
    }

    /// <summary>An input for the server.</summary>
    public sealed class Arrived(Input input) : Event
    {
        /// <summary>The input.</summary>
        public Input Input => input;
    }

    /// <summary>The server's process came back: it starts from its disk, whatever it was before.</summary>
    public sealed class Restarted : Event;

    /// <summary>The server ends.</summary>
    public sealed class Stop : Event;

    /// <summary>
    /// Starts from the disk and handles inputs until it is stopped. One loop inside one handler: an actor that
    /// goes idle between events costs a new thread at each under Coyote's testing engine.
    /// </summary>
    protected override async Task OnInitializeAsync(Event initialEvent)
    {
        boot = (Boot)initialEvent;
        Start(boot.Storage.Load());
        while (await ReceiveEventAsync(typeof(Arrived), typeof(Restarted), typeof(Stop)) is not Stop and var received)
        {
            Handle(received is Arrived arrived ? arrived.Input : new Restart(boot.Storage.Load()));
        }

        RaiseHaltEvent();
    }

    /// <summary>
    /// A process that starts over a disk of an earlier one comes back from a crash, for all it knows: what that left half done is
    /// done first.
    /// </summary>
    private void Start(PersistentState durable)
    {
        state = ServerState.AtStart(boot.Id, boot.Servers, durable);
        if (durable == PersistentState.FirstBoot)
        {
            boot.Timers.ResetElectionTimer();
        }
        else
        {
            Handle(new Restart(durable));
        }
    }

    private void Handle(Input input)
    {
        var step = boot.Rules.Receive(state, input);
        boot.Observer.Observe(state, input, step);
        state = step.State;
        foreach (var effect in step.Effects)
        {
            CarryOut(effect);
        }
    }

    private void CarryOut(Effect effect)
    {
        switch (effect)
        {
            case Persist persist:
                boot.Storage.Persist(persist.Records);
                break;
            case BeginWrite write:
                boot.Storage.Begin(write);
                break;
            case Send send:
                boot.Transport.Send(send.Message);
                break;
            case Reply reply:
                boot.Transport.Reply(reply.Id, reply.Answer);
                break;
            case ResetElectionTimer:
                boot.Timers.ResetElectionTimer();
                break;
        }
    }
}
