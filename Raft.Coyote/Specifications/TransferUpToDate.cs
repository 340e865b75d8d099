using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "The prior leader fully updates the target server's log to match its own" before it sends TimeoutNow, and it "stops accepting
/// new client requests" until the transfer ends (section 3.10 of the dissertation): so the target can win. A target that is in a
/// later term has left the leader behind, and is not asked about. Its condition is met whenever TimeoutNow is sent, or a leader
/// that hands over is asked by a client.
/// </summary>
public sealed class TransferUpToDate : Property
{
    /// <inheritdoc/>
    public override string Name => "Transfer Up To Date";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history) => happening switch
    {
        Handled { Input: ClientRequest, Before.Role: Leader { TransferTo: not null } } asked => JudgeRequest(number, asked),
        Handled handled => JudgeOrders(number, handled, history),
        _ => null,
    };

    private Violation? JudgeRequest(int number, Handled asked)
    {
        Exercise();
        return asked.Before.Log.Equals(asked.After.Log) ? null : Fell(
            $"{asked.Server}, leader of term {asked.After.CurrentTerm}, took a request while it handed over its leadership",
            new Fact(number, $"{asked.Server}'s log became {asked.After.Log}"));
    }

    private Violation? JudgeOrders(int number, Handled handled, History history)
    {
        foreach (var effect in handled.Done)
        {
            if (effect is Send { Message: TimeoutNow order } && JudgeOrder(number, order, handled, history) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    private Violation? JudgeOrder(int number, TimeoutNow order, Handled handled, History history)
    {
        Exercise();
        var log = history.Log(order.To);
        var isLeftBehind = history.Durable(order.To).CurrentTerm > order.Term;
        var hasAll = log.CommonPrefixWith(handled.After.Log) == handled.After.Log.LastIndex;
        return isLeftBehind || hasAll ? null : Fell(
            $"{order.From} ordered {order.To} to stand for election, which has {log} of {handled.After.Log}",
            new Fact(number, $"{order.From} sent {order.To} TimeoutNow of term {order.Term}"));
    }
}
