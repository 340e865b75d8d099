using Microsoft.Coyote.Actors;
using Microsoft.Coyote.Runtime;

namespace Raft.Coyote.Environment.Actors;

/// <summary>
/// An actor that moves a part of the world. It waits until its part can move, and each turn of it is one scheduling decision of
/// Coyote. It looks at the stage and gets no events: an inbox would only repeat what the world already says.
/// </summary>
internal abstract class Mover : Actor
{
    /// <summary>What a mover is given when it is created.</summary>
    internal class Boot(Stage stage) : Event
    {
        public Stage Stage => stage;
    }

    /// <summary>Where the run happens.</summary>
    protected Stage Stage { get; private set; } = null!;

    /// <summary>Whether this part can move now.</summary>
    protected abstract bool CanMove();

    /// <summary>Moves it.</summary>
    protected abstract void Move();

    /// <summary>Takes what else it was given.</summary>
    protected virtual void Begin(Boot boot)
    {
    }

    /// <inheritdoc/>
    protected override Task OnInitializeAsync(Event initialEvent)
    {
        var boot = (Boot)initialEvent;
        Stage = boot.Stage;
        Begin(boot);
        Stage.HasBegun();
        Func<bool> isTurn = () => Stage.IsOver || CanMove();
        while (!Stage.IsOver)
        {
            WaitForTurn(isTurn);
            if (!Stage.IsOver && CanMove())
            {
                Move();
                Stage.EndIfDue();
            }
        }

        RaiseHaltEvent();
        return Task.CompletedTask;
    }

    private static void WaitForTurn(Func<bool> isTurn)
    {
        if (isTurn())
        {
            SchedulingPoint.Interleave();
        }
        else
        {
            Operation.PauseUntil(isTurn);
        }
    }
}
