namespace Raft.Core.Protocol;

/// <summary>What an input leads to: the state after it, and the effects in their order.</summary>
public sealed record Step(ServerState State, Sequence<Effect> Effects)
{
    /// <summary>A step that does nothing yet.</summary>
    public static Step From(ServerState state) => new(state, []);

    /// <summary>This step, then one more effect.</summary>
    public Step Do(Effect effect) => this with { Effects = Effects.Add(effect) };

    /// <summary>This step, then one more message sent.</summary>
    public Step Send(Message message) => Do(new Send(message));

    /// <summary>This step, then what a rule does in the state that it led to.</summary>
    public Step Then(Func<ServerState, Step> rule)
    {
        var next = rule(State);
        return new Step(next.State, Effects.AddRange(next.Effects));
    }

    /// <summary>This step, then a change of state without effects.</summary>
    public Step Then(Func<ServerState, ServerState> rule) => this with { State = rule(State) };
}
