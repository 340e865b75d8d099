using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>An action, told without the numbers of an exploration.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Server">The server that acts; null when a message is lost or doubled.</param>
/// <param name="Message">The message that it is about; null when it is about none.</param>
/// <param name="Number">Which request or order it is, counted from 1.</param>
/// <param name="CrashPoint">Where in the step the server crashes; null when it does not.</param>
public sealed record ConcreteAction(ActionKind Kind, ServerId? Server, Message? Message, int Number, CrashPoint? CrashPoint)
{
    /// <summary>What an action of a state is.</summary>
    internal static ConcreteAction Of(StepBook book, StateLayout layout, ReadOnlySpan<int> state, in Action action)
    {
        var counters = StateLayout.CountersOf(state);
        var counted = action.Kind == ActionKind.Order ? Counted.Orders : Counted.Requests;
        var server = action.Server < 0 ? (ServerId?)null : new ServerId(action.Server + 1);
        var message = action.Message < 0 ? null : book.Messages[state[layout.Messages + action.Message]];
        var at = action.CrashPoint < 0
            ? null
            : book.CrashPointOf(state[StateLayout.Locals + action.Server], action, counters, message);
        return new ConcreteAction(action.Kind, server, message, StateLayout.Made(counters, counted) + 1, at);
    }

    /// <summary>Where it stands among the actions of a state.</summary>
    internal (int, int, ulong, int, int) Order(int servers)
    {
        var names = Permutation.Identity(servers);
        var message = Message is null ? 0 : new Content(Message).Hash(names);
        return ((int)Kind, Server?.Number ?? 0, message, CrashPoint?.EffectsDone ?? -1, CrashPoint?.RecordsKept ?? -1);
    }
}
