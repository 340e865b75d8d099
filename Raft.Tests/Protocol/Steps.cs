using Raft.Core.Protocol;

namespace Raft.Tests.Protocol;

/// <summary>Puts an input to the rules, and compares the whole step: the state, and the effects in order.</summary>
internal static class Steps
{
    public static Step Receives(this ServerState state, Message message, Options? options = null) =>
        state.Handles(new Receive(message), options);

    public static Step Handles(this ServerState state, Input input, Options? options = null) =>
        new Rules(options ?? new Options()).Receive(state, input);

    /// <summary>The state after these messages, one after the other.</summary>
    public static ServerState After(this ServerState state, params Message[] messages) =>
        messages.Aggregate(state, (reached, message) => reached.Receives(message).State);

    /// <summary>The step leads to this state, with these effects in this order, and does nothing else.</summary>
    public static void ShouldBe(this Step step, ServerState state, params Effect[] effects) =>
        Assert.Equal(new Step(state, [.. effects]), step);

    /// <summary>The step changes nothing and does nothing.</summary>
    public static void ShouldLeave(this Step step, ServerState state) => step.ShouldBe(state);

    /// <summary>The effects of one kind, in order.</summary>
    public static T[] All<T>(this Step step)
        where T : Effect => [.. step.Effects.OfType<T>()];

    /// <summary>The messages that the step sends, in order.</summary>
    public static Message[] Sent(this Step step) => [.. step.All<Send>().Select(send => send.Message)];
}
