using Raft.Coyote.Environment;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Conformance.Recorded;

/// <summary>Where what was told is not what the reference does.</summary>
/// <param name="Name">The part of the step.</param>
/// <param name="Expected">What the reference does: in words, where words tell the difference.</param>
/// <param name="Came">What was told.</param>
internal sealed record Difference(string Name, string Expected, string Came);

/// <summary>Compares a step that was told with the one of the reference.</summary>
internal static class Differences
{
    /// <summary>The first part in which they differ; null when they are the same.</summary>
    public static Difference? Between(Handled told, Handled done)
    {
        if (told.After == done.After && told.Effects == done.Effects && told.Crash == done.Crash && told.Refused == done.Refused)
        {
            return null;
        }

        var (name, came, expected) = Parts(told, done).First(part => !Equals(part.Told, part.Done));
        var (tale, other) = (Narration.Tell(done), Narration.Tell(told));
        return tale == other
            ? new Difference(name, $"{name} {expected ?? "none"}", $"{name} {came ?? "none"}")
            : new Difference(name, tale, other);
    }

    private static IEnumerable<(string Name, object? Told, object? Done)> Parts(Handled told, Handled done) =>
    [
        ("currentTerm", told.After.CurrentTerm, done.After.CurrentTerm),
        ("votedFor", told.After.VotedFor, done.After.VotedFor),
        ("log", told.After.Log, done.After.Log),
        ("commitIndex", told.After.CommitIndex, done.After.CommitIndex),
        ("lastApplied", told.After.LastApplied, done.After.LastApplied),
        ("stateMachine", told.After.StateMachine, done.After.StateMachine),
        ("role", told.After.Role, done.After.Role),
        ("state", told.After, done.After),
        ("effects", told.Effects, done.Effects),
        ("crash", told.Crash, done.Crash),
        ("refused", told.Refused, done.Refused),
    ];
}
