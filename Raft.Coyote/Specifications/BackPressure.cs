using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// A command that was answered "busy" took no effect: it is in no log then, and is never applied. And a leader that has as many
/// entries of its term uncommitted as it may have (MaxUncommitted) takes no command. Its condition is met whenever a server
/// answers "busy", or a leader takes a command as the last one that it may.
/// </summary>
public sealed class BackPressure : Property
{
    private readonly Dictionary<RequestId, int> refused = [];

    /// <inheritdoc/>
    public override string Name => "Back-Pressure";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        if (history.Options.MaxUncommitted == 0 || happening is not Handled handled)
        {
            return null;
        }

        foreach (var effect in handled.Done)
        {
            if (Judge(number, handled, effect) is { } violation)
            {
                return violation;
            }
        }

        return handled is { Input: ClientRequest request, Before.Role: Leader, Crash: null }
            && HoldsAsLast(handled.After.Log, request.Id)
            ? JudgeTaken(number, handled, request, history.Options.MaxUncommitted)
            : null;
    }

    private Violation? Judge(int number, Handled handled, Effect effect)
    {
        switch (effect)
        {
            case Reply { Answer: Busy } reply:
                Exercise();
                refused[reply.Id] = number;
                return HoldsAsLast(handled.After.Log, reply.Id) ? TookEffect(number, reply.Id, "has it in its log", handled) : null;
            case Apply { Entry.Origin: { } origin } when refused.ContainsKey(origin):
                return TookEffect(number, origin, "applied it", handled);
            default:
                return null;
        }
    }

    private static bool HoldsAsLast(Log log, RequestId request) => log.Contains(log.LastIndex) && log[log.LastIndex].Origin == request;

    private Violation TookEffect(int number, RequestId request, string deed, Handled handled) => Fell(
        $"{request} was answered \"busy\", but {handled.Server} {deed}",
        new Fact(refused[request], $"{request} was answered \"busy\""),
        new Fact(number, $"{handled.Server} {deed}"));

    private Violation? JudgeTaken(int number, Handled handled, ClientRequest request, int most)
    {
        var waiting = Uncommitted(handled.Before);
        if (waiting == most - 1)
        {
            Exercise();
        }

        return waiting < most ? null : Fell(
            $"{handled.Server}, leader of term {handled.Before.CurrentTerm}, took {request.Id} though {waiting} of its "
                + $"entries were not committed, and it may have {most}",
            new Fact(number, $"its commitIndex was {handled.Before.CommitIndex}, its log {handled.Before.Log}"));
    }

    private static long Uncommitted(ServerState state)
    {
        var own = state.Log.From(state.CommitIndex + 1).Items.Where(entry => entry.Term == state.CurrentTerm);
        return own.LongCount();
    }
}
