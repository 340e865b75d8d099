using Raft.Core.Protocol;

namespace Raft.Coyote.Environment.Actors;

/// <summary>
/// The cable between two servers, both ways. Whether it is slow is the scheduler's decision; what
/// it loses, doubles or reorders is chance.
/// </summary>
internal sealed class LinkActor : Mover
{
    private ServerId a;
    private ServerId b;

    internal sealed new class Boot(Stage stage, ServerId a, ServerId b) : Mover.Boot(stage)
    {
        public ServerId A => a;

        public ServerId B => b;
    }

    protected override void Begin(Mover.Boot boot) => (a, b) = (((Boot)boot).A, ((Boot)boot).B);

    protected override bool CanMove() => Stage.World.MayDeliver(a, b) || Stage.World.MayDeliver(b, a);

    protected override void Move()
    {
        var canGoThere = Stage.World.MayDeliver(a, b);
        var canGoBack = Stage.World.MayDeliver(b, a);
        var goesThere = canGoThere && (!canGoBack || Stage.Dice.OneIn(2));
        Move(goesThere ? a : b, goesThere ? b : a);
    }

    private void Move(ServerId from, ServerId to)
    {
        if (Stage.World[to].Condition == Condition.Down)
        {
            Stage.Do(new Lose(from, to));
        }
        else if (!DoMischief(from, to))
        {
            Stage.Hand(new Deliver(from, to));
        }
    }

    private bool DoMischief(ServerId from, ServerId to)
    {
        var left = Stage.World.Left;
        var count = Stage.World.Network[from, to].OnTheWay.Count;
        var canDo = left.Drops > 0 || left.Duplicates > 0 || (left.Reorders > 0 && count > 1);
        if (!canDo || !Stage.Dice.OneIn(Stage.Setup.Pace.Mischief))
        {
            return false;
        }

        switch (Stage.Dice.Below(3))
        {
            case 0 when left.Drops > 0:
                Stage.Do(new Lose(from, to));
                return true;
            case 1 when left.Duplicates > 0:
                Stage.Do(new Double(from, to));
                return true;
            case 2 when left.Reorders > 0 && count > 1:
                Stage.Hand(new Deliver(from, to, 1 + Stage.Dice.Below(count - 1)));
                return true;
            default:
                return false;
        }
    }
}
