using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "A leader in Raft steps down if an election timeout elapses without a successful round of heartbeats to a majority of its
/// cluster" (section 6.2 of the dissertation), where leaders check that; and one that was answered by a majority does not. Its
/// condition is met whenever the election timeout of such a leader elapses.
/// </summary>
public sealed class QuorumCheck : StepProperty
{
    private readonly Dictionary<ServerId, ServerSet> heard = [];

    /// <inheritdoc/>
    public override string Name => "Quorum Check";

    /// <inheritdoc/>
    protected override Violation? ObserveStep(int number, Handled step)
    {
        if (step.Before.Role is not Leader { ChecksQuorum: true })
        {
            _ = heard.Count > 0 && heard.Remove(step.Server);
            return null;
        }

        switch (step.Input)
        {
            case Receive { Message: AppendEntriesReply reply } when reply.Term == step.Before.CurrentTerm:
                heard[step.Server] = Heard(step.Server).Add(reply.From);
                return null;
            case ElectionTimeout:
                return Judge(number, step);
            default:
                return null;
        }
    }

    private ServerSet Heard(ServerId leader) => heard.GetValueOrDefault(leader, ServerSet.Of(leader));

    private Violation? Judge(int number, Handled step)
    {
        Exercise();
        var answered = Heard(step.Server);
        heard[step.Server] = ServerSet.Of(step.Server);
        var isRight = step.Before.Configuration.HasQuorum(answered) == step.After.Role is Leader;
        var deed = step.After.Role is Leader ? "leads on" : "steps down";
        return isRight ? null : Fell(
            $"{step.Server}, leader of term {step.Before.CurrentTerm}, heard {answered} within an election timeout, and {deed}",
            new Fact(number, $"{step.Server} {deed}"));
    }
}
