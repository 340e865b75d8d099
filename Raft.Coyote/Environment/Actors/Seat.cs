using Raft.Core.Protocol;
using Raft.Core.Server;

namespace Raft.Coyote.Environment.Actors;

/// <summary>
/// The disk, network and clock of one server in the world, and who watches it. A crash is a fuse in here: past
/// the crash point nothing that the server does has any effect, so the server itself needs no hook for it, and
/// what it still believes is gone at its restart.
/// </summary>
internal sealed class Seat(Stage stage, ServerId server) : IStorage, ITransport, ITimers, IObserver
{
    private bool hasBegun;
    private Handled? current;
    private int number;
    private int fuse = int.MaxValue;

    public PersistentState Load() => stage.World[server].Disk.Synced;

    public void Observe(ServerState before, Input input, Step step)
    {
        var sentAt = stage.TakeFromInbox(server, input);
        var isDown = stage.World[server].Condition == Condition.Down && input is not Restart;
        if (isDown || stage.IsOver)
        {
            fuse = 0;
            stage.LoseInput(server, input, sentAt);
            return;
        }

        // What a server that is down still believes never was: a restart comes after the state in which it crashed.
        current = new Handled(
            server, input, stage.World[server].State, step.State, step.Effects, stage.DrawCrash(server, step), sentAt);
        number = stage.Begin(current);
        fuse = current.Crash is null
            ? int.MaxValue
            : step.Effects.Take(current.Crash.EffectsDone).Items.Count(effect => effect is not Apply);
        CrashIfFuseIsBurnt();
        if (before.Role is not Leader && step.State.Role is Leader)
        {
            stage.Alarms[server].Set(ClockActor.HeartbeatEvery(stage));
        }
        else if (before.Role is Leader && step.State.Role is not Leader)
        {
            ResetAlarm();
        }
    }

    public void Persist(Sequence<DiskRecord> records) => CarryOut(new Persist(records));

    public void Send(Message message) => CarryOut(new Send(message));

    public void Reply(RequestId request, Answer answer) => CarryOut(new Reply(request, answer));

    public void ResetElectionTimer() => CarryOut(new ResetElectionTimer());

    private void CarryOut(Effect effect)
    {
        if (fuse == 0)
        {
            return;
        }

        if (effect is ResetElectionTimer)
        {
            ResetAlarm();
            Begin();
        }

        stage.CarryOut(server, effect, number);
        fuse -= fuse == int.MaxValue ? 0 : 1;
        CrashIfFuseIsBurnt();
    }

    /// <summary>A server has begun when it first waits for its election timeout, at boot.</summary>
    private void Begin()
    {
        if (!hasBegun)
        {
            hasBegun = true;
            stage.HasBegun();
        }
    }

    private void CrashIfFuseIsBurnt()
    {
        if (fuse == 0)
        {
            stage.CrashAt(current!);
        }
    }

    private void ResetAlarm()
    {
        var timeout = ClockActor.DrawTimeout(stage);
        var isTimedLeader = current?.After is { Role: Leader, HasElectionTimer: true };
        var alarm = isTimedLeader ? stage.Alarms.OfLeader(server) : stage.Alarms[server];
        if (stage.World.Left.Timeouts > 0)
        {
            alarm.Set(timeout);
        }
        else
        {
            alarm.Cancel();
        }
    }
}
