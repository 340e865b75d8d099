using Raft.Core.Protocol;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Conformance.Guests;

/// <summary>
/// Rules that are not ours: each step is what a process of somebody else's does (specs/STEP.md). To the worlds, drivers and
/// properties they are rules as all others, so that all that is there for ours is there for them.
/// </summary>
internal sealed class GuestRules(Options options, GuestPool pool) : Rules(options)
{
    /// <inheritdoc/>
    public override Step Receive(ServerState state, Input input)
    {
        var isBoot = input is Restart;
        var server = input is Restart restart ? ServerState.AtStart(state.Id, state.Servers, restart.Durable) : state;
        try
        {
            var life = isBoot
                ? Ask(server, null, GuestLines.Boot(server, Options, server.Persistent))
                : Ask(server, LifeOf(server), GuestLines.Of(input));
            return GuestStep.Read(server, life);
        }
        catch (GuestException fault)
        {
            return Step.From(server with { Role = new OutOfProtocol(fault.Message) });
        }
    }

    /// <summary>A server that was never asked has just been switched on: it waits for its election timeout, and does no more.</summary>
    private GuestLife LifeOf(ServerState server)
    {
        if (server.Role is ILivingRole { Life: var life })
        {
            return life;
        }

        var first = Ask(server, null, GuestLines.Boot(server, Options, server.Persistent));
        return GuestStep.Read(server, first).Effects.Items.FirstOrDefault(effect => effect is not ResetElectionTimer) is { } more
            ? throw new GuestException($"expected no effect of a first boot but resetElectionTimer, came {more.GetType().Name}")
            : first;
    }

    private GuestLife Ask(ServerState server, GuestLife? life, byte[] line) => pool.Ask(server.Id, life, line);
}
