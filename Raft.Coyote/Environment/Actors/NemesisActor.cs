using Raft.Core.Protocol;

namespace Raft.Coyote.Environment.Actors;

/// <summary>
/// Who crashes servers, cuts links and stops clocks, and mends them again; and who ends all that when faults are over.
/// </summary>
internal sealed class NemesisActor : Mover
{
    private Alarms.Alarm alarm = null!;

    private bool MayEndFaults =>
        Stage.Setup.Heals && !Stage.AreFaultsOver && !IsRebooting(Stage.Setup.StaysDown)
        && (Stage.Events >= Stage.Setup.MaxEvents || Stage.IsStill);

    /// <summary>The server that is to stay down must not come back because its restart was ordered before.</summary>
    private bool IsRebooting(ServerId? server) => server is { } one && Stage.IsRebooting(one);

    protected override void Begin(Boot boot)
    {
        alarm = Stage.Alarms.Add(HasWork);
        Rest();
    }

    /// <summary>It also draws the curtain: when nobody can ever move again, the run is over.</summary>
    protected override bool CanMove() => MayEndFaults || alarm.Rings || Stage.IsStill;

    protected override void Move()
    {
        if (Stage.IsStill && !MayEndFaults)
        {
            Stage.End();
            return;
        }

        alarm.Stop();
        if (MayEndFaults)
        {
            EndFaults();
        }
        else if (HasWork())
        {
            DoOne();
            Rest();
        }
    }

    private void Rest() => alarm.Set(Stage.Dice.Between(1, 2 * Stage.Setup.Pace.FaultEvery));

    /// <summary>Whether there is anything to break, or to mend.</summary>
    private bool HasWork()
    {
        if (Stage.AreFaultsOver)
        {
            return false;
        }

        var left = Stage.World.Left;
        var hasLinks = Stage.World.Servers.Count > 1;
        var mayCut = hasLinks && (left.Partitions + left.OneWayCuts > 0 || Stage.World.Network.IsPartitioned);
        return mayCut || Moves().Any();
    }

    /// <summary>
    /// What it may do now. A crash amid a step, and a restart, are done once they were ordered; and a server that stands still
    /// handles nothing, so none is stopped that has something in its inbox.
    /// </summary>
    private IEnumerable<Move> Moves() => Stage.World.NemesisMoves().Where(move => move switch
    {
        Reboot reboot => !Stage.IsRebooting(reboot.Server),
        Crash crash => !Stage.IsDoomed(crash.Server),
        Pause pause => Stage.IsIdle(pause.Server),
        _ => true,
    });

    private IEnumerable<Move> Repairs() => Moves().Where(move => move is Reboot or Resume or Heal);

    /// <summary>A kind of fault first, then one of that kind: there are many ways to cut and one way to mend.</summary>
    private void DoOne()
    {
        var kinds = Moves().GroupBy(Kind).ToList();
        Do(Stage.Dice.Pick([.. Stage.Dice.Pick(kinds)]));
    }

    private static string Kind(Move move) => move is Partition { BothWays: false } ? "one-way" : move.GetType().Name;

    private void Do(Move move)
    {
        switch (move)
        {
            case Reboot reboot:
                Stage.Hand(reboot);
                break;
            case Crash crash when !Stage.Dice.OneIn(4):
                Stage.Doom(crash.Server);
                break;
            default:
                Stage.Do(move);
                break;
        }
    }

    private void EndFaults()
    {
        Stage.Do(new EndFaults());
        foreach (var clock in Stage.World.Servers)
        {
            Stage.Alarms[clock].Set(ClockActor.DrawTimeout(Stage));
            if (Stage.World[clock].State is { Role: Leader, HasElectionTimer: true })
            {
                Stage.Alarms.OfLeader(clock).Set(ClockActor.DrawTimeout(Stage));
            }
        }

        var wanted = Repairs().Where(move => move is not Reboot reboot || reboot.Server != Stage.Setup.StaysDown);
        foreach (var repair in wanted.ToList())
        {
            Do(repair);
        }

        if (Stage.Setup.StaysDown is { } server && Stage.World[server].Condition != Condition.Down)
        {
            Stage.Do(new Crash(server));
        }

        if (Stage.Setup.StaysDeaf is { } deaf)
        {
            Stage.Do(Partition.Deafening(deaf, Stage.World.Servers));
        }
    }
}
