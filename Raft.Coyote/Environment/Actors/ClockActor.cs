using Raft.Core.Protocol;

namespace Raft.Coyote.Environment.Actors;

/// <summary>
/// The clock of one server: its election timeout, random as section 5.2 asks, and its heartbeats while it leads.
/// </summary>
internal sealed class ClockActor : Mover
{
    private ServerId server;

    internal sealed new class Boot(Stage stage, ServerId server) : Mover.Boot(stage)
    {
        public ServerId Server => server;
    }

    /// <summary>A new random election timeout. One in eight comes early: a timeout may come at any time.</summary>
    internal static int DrawTimeout(Stage stage)
    {
        var patience = stage.AreFaultsOver ? FairClocks.LeastTimeout : stage.Setup.Pace.Patience;
        var isEarly = !stage.AreFaultsOver && stage.Dice.OneIn(8);
        return stage.Dice.Between(isEarly ? 0 : patience, 2 * patience);
    }

    /// <summary>From one heartbeat to the next; in a cluster without faults heartbeats leave time for all else.</summary>
    internal static int HeartbeatEvery(Stage stage) => stage.AreFaultsOver ? FairClocks.HeartbeatEvery : stage.Setup.Pace.HeartbeatEvery;

    protected override void Begin(Mover.Boot boot) => server = ((Boot)boot).Server;

    protected override bool CanMove() => MayRing || (Stage.Alarms.RingsForLeader(server) && IsHandledAtOnce);

    private bool MayRing => Stage.Alarms[server].Rings && IsHandledAtOnce;

    /// <summary>Under a lease a timeout must not wait in the inbox behind a heartbeat that renews the lease.</summary>
    private bool IsHandledAtOnce => Stage.Setup.Options.Reads != ReadRule.Lease || Stage.IsIdle(server);

    protected override void Move()
    {
        if (MayRing)
        {
            Ring();
        }
        else
        {
            RingForLeader();
        }
    }

    private void Ring()
    {
        Stage.Alarms[server].Stop();
        if (Stage.World[server].State.Role is Leader)
        {
            var lapses = Stage.World.MayLapse(server) && Stage.Dice.OneIn(4);
            Stage.Hand(lapses ? new Lapse(server) : new Beat(server));
            Stage.Alarms[server].Set(HeartbeatEvery(Stage));
        }
        else if (Stage.World.LeaderPromised(server) is { } leader)
        {
            WaitForLease(leader);
        }
        else if (Stage.World.Left.Timeouts > 0)
        {
            Stage.Hand(new TimeOut(server));
            Stage.Alarms[server].Set(DrawTimeout(Stage));
        }
    }

    /// <summary>The election timeout of a leader that has one.</summary>
    private void RingForLeader()
    {
        var alarm = Stage.Alarms.OfLeader(server);
        alarm.Stop();
        if (Stage.World.MayTimeOut(server))
        {
            Stage.Hand(new TimeOut(server));
        }

        if (Stage.World.Left.Timeouts > 0)
        {
            alarm.Set(DrawTimeout(Stage));
        }
    }

    /// <summary>Its time has come, so that of the lease came before: the leader's clock says so first.</summary>
    private void WaitForLease(ServerId leader)
    {
        if (Stage.World.MayLapse(leader) && Stage.IsIdle(leader))
        {
            Stage.Hand(new Lapse(leader));
        }

        Stage.Alarms[server].Set(1);
    }
}
