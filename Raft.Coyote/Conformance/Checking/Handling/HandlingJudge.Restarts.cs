namespace Raft.Coyote.Conformance.Checking.Handling;

/// <summary>A server starts, for the first time or after a crash.</summary>
internal sealed partial class HandlingJudge
{
    private readonly Restarts restarts = new(cluster);

    private Refusal? Restart(Believed server, Observation seen)
    {
        (server.Unfinished, server.Appending) = (default, default);
        cluster.Messages.Drop(server.Id);
        server.Configuration = seen.Configuration ?? server.Configuration;
        cluster.Configurations.Use(server.Configuration.Voters);
        return seen.Deed == Deed.Loading ? restarts.Load(server, seen) : restarts.Start(server, seen);
    }
}
