using Microsoft.Coyote;
using Microsoft.Coyote.Actors;
using Microsoft.Coyote.Logging;
using Microsoft.Coyote.Runtime;
using Microsoft.Coyote.SystematicTesting;

namespace Raft.Coyote.Exploration;

/// <summary>
/// Bare Coyote actors that only pass events among themselves: what Coyote alone costs, measured where Raft is measured.
/// </summary>
/// <param name="IsBusy">Whether an actor stays inside one handler; if not, it wakes up for each event.</param>
/// <param name="Actors">How many actors there are. Each passes what it gets to the next, the last to the first.</param>
/// <param name="InFlight">How many events go round.</param>
public sealed record BareActors(bool IsBusy, int Actors, int InFlight)
{
    /// <summary>What they are called.</summary>
    public string Name => $"{(IsBusy ? "kept busy" : "waking up")}, {Actors} actors";

    /// <summary>Runs schedules under the random strategy.</summary>
    /// <param name="schedules">How many.</param>
    /// <param name="events">How many events each schedule handles before its actors halt.</param>
    /// <param name="seed">The seed of the first schedule.</param>
    public Amounts Run(int schedules, int events, uint seed)
    {
        var handled = 0L;
        var configuration = Configuration.Create()
            .WithTelemetryEnabled(false)
            .WithPartiallyControlledConcurrencyAllowed(false)
            .WithSystematicFuzzingFallbackEnabled(false)
            .WithRandomStrategy()
            .WithTestingIterations((uint)schedules)
            .WithRandomGeneratorSeed(seed);
        using var engine = TestingEngine.Create(configuration, runtime => Start(runtime, new Ring(Actors, events, Count)));
        engine.SetLogger(new TextWriterLogger(TextWriter.Null, VerbosityLevel.None));
        engine.Run();
        var report = engine.TestReport;
        var fault = report.InternalErrors.Concat(report.BugReports).FirstOrDefault();
        return fault is null
            ? new Amounts(schedules, report.TotalExploredFairSteps + report.TotalExploredUnfairSteps, handled)
            : throw new InvalidOperationException($"the bare actors ({Name}) did not run to their end: {fault}");

        void Count() => handled++;
    }

    private void Start(IActorRuntime runtime, Ring ring)
    {
        runtime.RegisterLog(new SilentLog());
        SchedulingPoint.Suppress();
        for (var position = 0; position < Actors; position++)
        {
            ring.Add(runtime.CreateActor(IsBusy ? typeof(BusyActor) : typeof(WakingActor), new Boot(ring, position)));
        }

        for (var position = 0; position < InFlight; position++)
        {
            ring.Send(runtime, position * Actors / InFlight);
        }

        SchedulingPoint.Resume();
    }

    /// <summary>The actors of a schedule, in a ring. Coyote runs one of them at a time, so nothing here is locked.</summary>
    private sealed class Ring(int actors, int events, Action onHandled)
    {
        private readonly ActorId[] all = new ActorId[actors];
        private int added;
        private int handled;

        public void Add(ActorId actor) => all[added++] = actor;

        public void Send(IActorRuntime runtime, int position) => runtime.SendEvent(all[position], new Passed());

        /// <summary>An actor has an event, and passes it on; after the last event that counts all are to halt.</summary>
        public void Pass(IActorRuntime runtime, int position)
        {
            if (handled == events)
            {
                return;
            }

            handled++;
            onHandled();
            SchedulingPoint.Suppress();
            if (handled < events)
            {
                Send(runtime, (position + 1) % actors);
            }
            else
            {
                Stop(runtime);
            }

            SchedulingPoint.Resume();
        }

        /// <summary>To Coyote it is a deadlock when all wait inside their handlers, so each is told to end.</summary>
        private void Stop(IActorRuntime runtime)
        {
            foreach (var actor in all)
            {
                runtime.SendEvent(actor, new Ended());
            }
        }
    }

    private sealed class Boot(Ring ring, int position) : Event
    {
        public Ring Ring => ring;

        public int Position => position;
    }

    private sealed class Passed : Event;

    private sealed class Ended : Event;

    /// <summary>Idle between events: each one wakes it up, and its handler runs from the start.</summary>
    [OnEventDoAction(typeof(Passed), nameof(Pass))]
    [OnEventDoAction(typeof(Ended), nameof(End))]
    private sealed class WakingActor : Actor
    {
        private Boot boot = null!;

        protected override Task OnInitializeAsync(Event initialEvent)
        {
            boot = (Boot)initialEvent;
            return Task.CompletedTask;
        }

        private void Pass() => boot.Ring.Pass(Id.Runtime, boot.Position);

        private void End() => RaiseHaltEvent();
    }

    /// <summary>One loop inside one handler, as the servers of Raft.Core run.</summary>
    private sealed class BusyActor : Actor
    {
        protected override async Task OnInitializeAsync(Event initialEvent)
        {
            var boot = (Boot)initialEvent;
            while (await ReceiveEventAsync(typeof(Passed), typeof(Ended)) is Passed)
            {
                boot.Ring.Pass(Id.Runtime, boot.Position);
            }

            RaiseHaltEvent();
        }
    }
}
