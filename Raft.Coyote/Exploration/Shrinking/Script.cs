using Raft.Core.Protocol;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>What is to be done, from a cluster's first boot on. What cannot be done, for its cause was left out, is passed over.</summary>
/// <param name="Servers">How many servers there are.</param>
/// <param name="Clients">How many clients there are.</param>
/// <param name="Options">The options of the rules.</param>
/// <param name="Acts">The acts, in their order.</param>
/// <param name="StaysDown">The server that is down for good once faults are over; null when all come back.</param>
internal sealed record Script(int Servers, int Clients, Options Options, Sequence<Act> Acts, ServerId? StaysDown = null)
{
    /// <summary>This script with each act changed, or left out where the change is null.</summary>
    public Script Select(Func<Act, Act?> change) =>
        this with { Acts = [.. Acts.Items.Select(change).OfType<Act>()] };
}
