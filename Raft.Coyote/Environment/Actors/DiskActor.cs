using Raft.Core.Protocol;

namespace Raft.Coyote.Environment.Actors;

/// <summary>
/// The disk of one server whose leader does not wait for it. Whether it is slow is the scheduler's decision: a write is done when
/// it is this actor's turn.
/// </summary>
internal sealed class DiskActor : Mover
{
    private ServerId server;

    internal sealed new class Boot(Stage stage, ServerId server) : Mover.Boot(stage)
    {
        public ServerId Server => server;
    }

    protected override void Begin(Mover.Boot boot) => server = ((Boot)boot).Server;

    protected override bool CanMove() => Stage.World.MayFinishWrite(server) && !Stage.IsReporting(server);

    protected override void Move() => Stage.Hand(new FinishWrite(server));
}
