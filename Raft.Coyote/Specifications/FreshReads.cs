using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "Read-only queries ... must not return stale data" (section 6.4 of the dissertation): a server that answers a read without the
/// log has applied all that any server took for committed when the client asked. Its condition is met whenever such a read is
/// answered and something was committed.
/// </summary>
public sealed class FreshReads : Property
{
    private readonly Dictionary<RequestId, Asked> asked = [];

    /// <inheritdoc/>
    public override string Name => "Fresh Reads";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        if (happening is Called called && called.Command.IsRead())
        {
            asked[called.Request] = new Asked(history.Committed.Count, called.Command, number);
        }

        return happening is Handled handled && asked.Count > 0 ? ObserveStep(number, handled, history) : null;
    }

    private Violation? ObserveStep(int number, Handled handled, History history)
    {
        Violation? violation = null;
        foreach (var effect in handled.Done)
        {
            if (effect is Reply { Answer: Applied answer } reply && asked.Remove(reply.Id, out var read)
                && !WentThroughLog(reply.Id, handled))
            {
                violation ??= Judge(number, handled, reply.Id, read, answer.Result, history);
            }
        }

        return violation;
    }

    private static bool WentThroughLog(RequestId request, Handled handled) =>
        handled.Effects.Items.Any(effect => effect is Apply apply && apply.Entry.Origin == request);

    private Violation? Judge(int number, Handled handled, RequestId request, Asked read, Result result, History history)
    {
        if (read.Committed == 0)
        {
            return null;
        }

        Exercise();
        return handled.After.LastApplied >= read.Committed ? null : Stale(number, handled, request, read, result, history);
    }

    private Violation Stale(int number, Handled handled, RequestId request, Asked read, Result result, History history)
    {
        var last = history.Committed[read.Committed - 1];
        return Fell(
            $"{handled.Server} answered {request.Client}'s {read.Command} with {result}, having applied {handled.After.LastApplied} "
                + $"entries; when it was asked, {read.Committed} were committed",
            new Fact(last.Happening, $"{last.Server} took {last.Entry} at index {read.Committed} for committed in term {last.Term}"),
            new Fact(read.Happening, $"{request.Client} asked"),
            new Fact(number, $"{handled.Server} answered {result}"));
    }

    /// <summary>A read when it was asked, and how much was committed then.</summary>
    private sealed record Asked(int Committed, Command Command, int Happening);
}
