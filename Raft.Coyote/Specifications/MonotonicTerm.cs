using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// currentTerm: "latest term server has seen (initialized to 0 on first boot, increases monotonically)" (Figure 2), and it is
/// persistent: it never decreases, across restarts too, also where a crash came just after a term was written. Its condition is met
/// whenever a server that has seen a term restarts, changes its term or receives a message of an older one.
/// </summary>
public sealed class MonotonicTerm(ServerSet servers) : Property
{
    private readonly PerServer<(long Term, int Happening)> seen = new(servers, (0, 0));

    /// <inheritdoc/>
    public override string Name => "Monotonic Term";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        if (happening is not Handled handled)
        {
            return null;
        }

        if (handled.Crash is not null)
        {
            RememberWritten(number, handled);
            return null;
        }

        var (server, term, known) = (handled.Server, handled.After.CurrentTerm, seen[handled.Server]);
        if (known.Term > 0 && (term != known.Term || MayLowerTerm(handled.Input, known.Term)))
        {
            Exercise();
        }

        seen[server] = term == known.Term ? known : (term, number);
        return term >= known.Term ? null : Fell(
            $"the currentTerm of {server} went from {known.Term} back to {term}",
            new Fact(known.Happening, $"{server}'s currentTerm became {known.Term}"),
            new Fact(number, $"{server}'s currentTerm became {term}"));
    }

    /// <summary>The state after a step in which the server crashed never was; but what reached its disk has been seen.</summary>
    private void RememberWritten(int number, Handled crashed)
    {
        foreach (var effect in crashed.Done)
        {
            foreach (var record in effect is Persist persist ? persist.Records : [])
            {
                if (record is TermAndVote { CurrentTerm: var term } && term > seen[crashed.Server].Term)
                {
                    seen[crashed.Server] = (term, number);
                }
            }
        }
    }

    private static bool MayLowerTerm(Input input, long term) =>
        input is Restart || (input is Receive receive && receive.Message.Term < term);
}
