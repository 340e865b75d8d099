using Raft.Core.Protocol;
using Raft.Core.Server;

namespace Raft.Tests.Server;

/// <summary>An observer that is a function.</summary>
internal sealed class Observer(Action<ServerState, Input, Step> see) : IObserver
{
    public void Observe(ServerState before, Input input, Step step) => see(before, input, step);
}
