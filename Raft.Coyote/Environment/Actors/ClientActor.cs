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

    protected override bool CanMove() => Client.Answers.Count > 0 || alarm.Rings || MayAskAgain;

    /// <summary>It had used up its requests, and now that faults are over it has more.</summary>
    private bool MayAskAgain => Client.MayCall && !alarm.IsSet;

    protected override void Move()
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

    private int Patience => Stage.AreFaultsOver ? Calm : Stage.Setup.Pace.ClientPatience;

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
        if (Stage.World[server].Condition == Condition.Up)
        {
            Stage.Hand(new DeliverRequest(id, Client.Requests.Count - 1));
        }
        else
        {
            Stage.Do(new LoseRequest(id, Client.Requests.Count - 1));
        }

        alarm.Set(Patience);
    }

    /// <summary>How long it waits once faults are over: longer than any answer then takes.</summary>
    private const int Calm = 400;
}
