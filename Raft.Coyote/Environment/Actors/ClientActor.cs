using Raft.Core.Protocol;

namespace Raft.Coyote.Environment.Actors;

/// <summary>A client: asks, waits, is sent to the leader, gives up and asks again.</summary>
internal sealed class ClientActor : Mover
{
    private ClientId id;
    private Alarms.Alarm alarm = null!;

    internal sealed new class Boot(Stage stage, ClientId id) : Mover.Boot(stage)
    {
        public ClientId Id => id;
    }

    private Client Client => Stage.World[id];

    protected override void Begin(Mover.Boot boot)
    {
        id = ((Boot)boot).Id;
        alarm = Stage.Alarms.Add(() => !Client.IsDone);
        Think();
    }

    protected override bool CanMove() =>
        Client.Answers.Count > 0 || Stage.World.MayArrive(Client) || alarm.Rings || MayAskAgain;

    /// <summary>It had used up its requests, and now that faults are over it has more.</summary>
    private bool MayAskAgain => Client.MayCall && !alarm.IsSet;

    protected override void Move()
    {
        if (Stage.World.MayArrive(Client))
        {
            Arrive();
        }
        else
        {
            Act();
        }
    }

    private void Act()
    {
        alarm.Stop();
        if (Client.Answers.Count > 0)
        {
            Stage.Do(new Return(id));
            Think();
        }
        else if (Client.Waiting is not null)
        {
            Stage.Do(new GiveUp(id));
            Think();
        }
        else
        {
            Call();
        }
    }

    private int Patience => Stage.AreFaultsOver ? FairClocks.ClientPatience : Stage.Setup.Pace.ClientPatience;

    private void Think()
    {
        if (Client.Waiting is not null)
        {
            alarm.Set(Patience);
        }
        else if (Client.MayCall)
        {
            alarm.Set(Stage.Dice.Between(0, Stage.Setup.Pace.ThinkTime));
        }
    }

    private void Call()
    {
        var server = Client.Leader ?? Stage.Dice.Pick([.. Stage.World.Servers.Members]);
        Stage.Do(new Call(id, server));
        alarm.Set(Patience);
        if (Stage.World.MayArrive(Client))
        {
            Arrive();
        }
    }

    /// <summary>A request reaches its server at once, or finds it down, or waits until it goes on.</summary>
    private void Arrive()
    {
        switch (Stage.World.RequestMoves(Client).First())
        {
            case Handling arrival:
                Stage.Hand(arrival);
                break;
            case var loss:
                Stage.Do(loss);
                break;
        }
    }
}
