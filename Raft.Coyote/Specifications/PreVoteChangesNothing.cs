using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// Section 9.6 of the dissertation: who only asks whether it would be elected does not disturb. A server that is asked so has the
/// same term, vote, log and role after it, and waits on for the election timeout for which it waited before. Its condition is met
/// whenever a server is asked.
/// </summary>
public sealed class PreVoteChangesNothing : StepProperty
{
    /// <inheritdoc/>
    public override string Name => "Pre-Vote Changes Nothing";

    /// <inheritdoc/>
    protected override Violation? ObserveStep(int number, Handled step)
    {
        if (step.Input is not Receive { Message: PreVote request })
        {
            return null;
        }

        Exercise();
        return WhatChanged(step) is not { } change ? null : Fell(
            $"{request.From} only asked {step.Server} whether it would vote for it in term {request.NextTerm}, and {change}",
            new Fact(number, $"{step.Server} handled {request.From}'s pre-vote, and {change}"));
    }

    private static string? WhatChanged(Handled step) => (step.Before, step.After) switch
    {
        var (before, after) when before.CurrentTerm != after.CurrentTerm =>
            $"its term went from {before.CurrentTerm} to {after.CurrentTerm}",
        var (before, after) when before.VotedFor != after.VotedFor => $"its vote became one for {after.VotedFor}",
        var (before, after) when before != after => "its state is another",
        _ when step.Effects.Items.Any(effect => effect is ResetElectionTimer) => "it began to wait anew for its election timeout",
        _ => null,
    };
}
