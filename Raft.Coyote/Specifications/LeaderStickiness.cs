using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "If a server receives a RequestVote request within the minimum election timeout of hearing from a current leader, it does not
/// update its term or grant its vote" (section 4.2.3 of the dissertation), where leaders check that they hear a majority. But if
/// the candidate stands at the leader's order, it does take the term (section 3.10). Its condition is met whenever a server that
/// hears a leader is asked for a vote in its term or a later one.
/// </summary>
public sealed class LeaderStickiness : StepProperty
{
    private bool isQuorumChecked;

    /// <inheritdoc/>
    public override string Name => "Leader Stickiness";

    /// <inheritdoc/>
    protected override Violation? ObserveStep(int number, Handled step)
    {
        isQuorumChecked |= step.After.Role is Leader { ChecksQuorum: true };
        return isQuorumChecked && step.Input is Receive { Message: RequestVote request } && IsConcerned(step.Before, request)
            ? Judge(number, step, request)
            : null;
    }

    private static bool IsConcerned(ServerState state, RequestVote request) =>
        state.HearsLeader && request.Term >= state.CurrentTerm;

    private Violation? Judge(int number, Handled step, RequestVote request)
    {
        Exercise();
        var (before, after) = (step.Before, step.After);
        var isTaken = request.Term == before.CurrentTerm || after.CurrentTerm == request.Term;
        var isLeft = before.Persistent == after.Persistent && !Votes(step);
        if (request.IsTransfer ? isTaken : isLeft)
        {
            return null;
        }

        var whatWasDone = request.IsTransfer ? $"stayed in term {after.CurrentTerm}" : $"went along with {request.From}";
        return Fell(
            $"{step.Server} hears a leader in term {before.CurrentTerm}, {request.From} asks for its vote in term {request.Term}"
                + $"{(request.IsTransfer ? " at the leader's order" : "")}, and it {whatWasDone}",
            new Fact(number, $"{step.Server} {whatWasDone}: its term is {after.CurrentTerm}, its vote {after.VotedFor}"));
    }

    private static bool Votes(Handled step) =>
        step.Effects.Items.Any(effect => effect is Send { Message: RequestVoteReply { VoteGranted: true } });
}
