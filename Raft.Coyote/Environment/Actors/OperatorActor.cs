using Raft.Core.Protocol;

namespace Raft.Coyote.Environment.Actors;

/// <summary>The operator: gives one order after another, most of them to a server that takes itself for the leader.</summary>
internal sealed class OperatorActor : Mover
{
    private Alarms.Alarm alarm = null!;

    protected override void Begin(Boot boot)
    {
        alarm = Stage.Alarms.Add(() => Stage.World.Orders.Count > 0);
        Rest();
    }

    protected override bool CanMove() => alarm.Rings;

    protected override void Move()
    {
        alarm.Stop();
        var moves = Stage.World.OperatorMoves().Cast<Instruct>().ToList();
        if (moves.Count > 0)
        {
            Stage.Hand(Pick(moves));
        }

        Rest();
    }

    private Instruct Pick(List<Instruct> moves)
    {
        var toLeaders = moves.Where(move => Stage.World[move.Server].State.Role is Leader).ToList();
        return Stage.Dice.Pick(toLeaders.Count > 0 && !Stage.Dice.OneIn(8) ? toLeaders : moves);
    }

    private void Rest() => alarm.Set(Stage.Dice.Between(1, 2 * Stage.Setup.Pace.FaultEvery));
}
