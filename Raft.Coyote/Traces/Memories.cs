using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Traces;

/// <summary>
/// The state that each server was last seen in. A file has only the state after each event; the state before it is the one after
/// the server's event before, and at first that of a server on its first boot.
/// </summary>
/// <param name="servers">The servers that the cluster begins with.</param>
internal sealed class Memories(ServerSet servers)
{
    private readonly Dictionary<ServerId, ServerState> states = [];

    /// <summary>All servers that the cluster begins with.</summary>
    public ServerSet Servers { get; } = servers;

    /// <summary>The state before the server's next event.</summary>
    public ServerState Of(ServerId server) =>
        states.TryGetValue(server, out var state) ? state : ServerState.AtStart(server, Servers, PersistentState.FirstBoot);

    /// <summary>Takes in one happening.</summary>
    public void Observe(Happening happening)
    {
        if (happening is Handled handled)
        {
            states[handled.Server] = handled.After;
        }
    }
}
