using Raft.Core.Protocol;

namespace Raft.Coyote.Traces;

/// <summary>A server to which something happens: all that the rules need to know for a step.</summary>
/// <param name="Options">The options of the rules.</param>
/// <param name="Servers">How many servers there are in all; those of <see cref="ServerState.Servers"/> began the cluster.</param>
/// <param name="State">The server, as it is.</param>
/// <param name="Input">What happens to it.</param>
internal sealed record Situation(Options Options, int Servers, ServerState State, Input Input)
{
    /// <summary>The step that rules take in it.</summary>
    public Step Under(Func<Options, Rules> rules) => rules(Options).Receive(State, Input);
}
