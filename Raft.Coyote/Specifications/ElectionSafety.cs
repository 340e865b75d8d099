using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// Figure 3: "at most one leader can be elected in a given term" (section 5.2). Its condition is met whenever a server becomes
/// leader.
/// </summary>
public sealed class ElectionSafety : Property
{
    /// <inheritdoc/>
    public override string Name => "Election Safety";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        if (history.NewElection is not { } election)
        {
            return null;
        }

        Exercise();
        var first = history.Elections[election.Term];
        return first.Leader == election.Leader
            ? null
            : Fell($"{first.Leader} and {election.Leader} both became leader of term {election.Term}", Won(first), Won(election));
    }

    private static Fact Won(Election election) =>
        new(election.Happening, $"{election.Leader} became leader of term {election.Term}");
}
