using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// Section 3.10 of the dissertation: TimeoutNow lets its target, and nobody else, stand for election in the next term, and in no
/// later one. Its candidacy overrides what protects a leader from being disturbed, so nobody may claim it without that order. Its
/// condition is met whenever a server stands at a leader's order.
/// </summary>
public sealed class SingleTransfer : Property
{
    private readonly Dictionary<(ServerId Target, long Term), int> orders = [];

    /// <inheritdoc/>
    public override string Name => "Single Transfer";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        if (happening is not Handled handled)
        {
            return null;
        }

        foreach (var effect in handled.Done)
        {
            if ((effect as Send)?.Message is TimeoutNow order)
            {
                orders.TryAdd((order.To, order.Term), number);
            }
            else if ((effect as Send)?.Message is RequestVote { IsTransfer: true } request)
            {
                return Judge(number, request);
            }
        }

        return null;
    }

    private Violation? Judge(int number, RequestVote request)
    {
        Exercise();
        if (orders.ContainsKey((request.From, request.Term - 1)))
        {
            return null;
        }

        var earlier = orders.Where(order => order.Key.Target == request.From)
            .Select(order => new Fact(order.Value, $"the leader of term {order.Key.Term} ordered {request.From} to stand"));
        return Fell(
            $"{request.From} stands in term {request.Term} as if at its leader's order, and no leader of term "
                + $"{request.Term - 1} ordered it",
            [.. earlier, new Fact(number, $"{request.From} stood for election in term {request.Term}")]);
    }
}
