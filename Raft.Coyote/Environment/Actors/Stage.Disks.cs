using Raft.Core.Protocol;

namespace Raft.Coyote.Environment.Actors;

/// <summary>Where the disks of one run meet the rest of it.</summary>
public sealed partial class Stage
{
    private readonly HashSet<ServerId> reporting = [];

    /// <summary>Whether it is on its way to a server that a write is done.</summary>
    internal bool IsReporting(ServerId server) => reporting.Contains(server);

    /// <summary>A step as it comes about in the world.</summary>
    internal Handled InStep(Handled handled) => World.InStep(handled, Rules);

    private bool IsAnyDiskBusy() => Setup.Options.ParallelWrites && World.Servers.Members.Any(World.MayFinishWrite);

    /// <summary>A disk moves by itself only where servers do not wait for it.</summary>
    private void CreateDisk(ServerId server)
    {
        if (Setup.Options.ParallelWrites)
        {
            Create(typeof(DiskActor), $"disk of {server}", new DiskActor.Boot(this, server));
        }
    }
}
