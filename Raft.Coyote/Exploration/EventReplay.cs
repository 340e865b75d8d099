using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration;

/// <summary>Where a story and the rules part.</summary>
/// <param name="Number">The number of the happening.</param>
/// <param name="Expected">What the story tells.</param>
/// <param name="Came">What came instead, or why it cannot come.</param>
public sealed record Misfit(int Number, string Expected, string Came)
{
    /// <inheritdoc/>
    public override string ToString() => $"#{Number}: the story tells \"{Expected}\", but {Came}";
}

/// <summary>What came of a replay on the rules alone.</summary>
/// <param name="World">The world at the end of the story, or before the happening that does not fit.</param>
/// <param name="Misfit">Where they part; null when the whole story is a run of the world.</param>
public sealed record EventReplayReport(World World, Misfit? Misfit);

/// <summary>
/// Replays a story on the rules alone, without Coyote: each happening is turned into the move that brings it about, the move is done in the
/// <see cref="World"/>, and what happens there is compared with what was told. So the actors' run is a run of the world, or it is not.
/// </summary>
public static class EventReplay
{
    /// <summary>Replays a story to its end, or to the first happening that does not fit. It never throws on a story that does not.</summary>
    /// <param name="start">The world before the first happening.</param>
    /// <param name="story">What happened. It may end amid a step, as a run does that a violation ends.</param>
    /// <param name="rules">The rules that the servers run.</param>
    public static EventReplayReport Run(World start, IReadOnlyList<Happening> story, Rules rules)
    {
        var world = start;
        var areFaultsOver = false;
        for (var told = 0; told < story.Count;)
        {
            var (move, refusal) = MoveBehind.Find(world, story[told], areFaultsOver);
            var turn = move is null ? null : world.Apply(move, rules);
            var misfit = turn is null ? new Misfit(told + 1, Describe(story[told]), refusal!) : Compare(story, told, turn);
            if (misfit is not null)
            {
                return new EventReplayReport(world, misfit);
            }

            world = WithoutOvertaking(world, turn!.World);
            told += turn.Happenings.Count;
            areFaultsOver |= move is EndFaults;
        }

        return new EventReplayReport(world, null);
    }

    /// <summary>
    /// A message that waits in an inbox has left its link, so the next one overtakes nothing; here it is on its link until it is handled. Which
    /// messages truly overtook others a story does not tell, so none is charged for it.
    /// </summary>
    private static World WithoutOvertaking(World before, World after) =>
        after.Left.Reorders < before.Left.Reorders ? after with { Left = after.Left with { Reorders = before.Left.Reorders } } : after;

    /// <summary>One move may bring about several happenings: a step, and the messages that it sent over a cut link.</summary>
    private static Misfit? Compare(IReadOnlyList<Happening> story, int told, Turn turn)
    {
        if (turn.Happenings.Count == 0)
        {
            return new Misfit(told + 1, Describe(story[told]), "nothing happens");
        }

        for (var position = 0; position < turn.Happenings.Count && told + position < story.Count; position++)
        {
            var (expected, came) = (story[told + position], turn.Happenings[position]);
            if (expected != came)
            {
                return Differ(told + position + 1, expected, came);
            }
        }

        return null;
    }

    private static Misfit Differ(int number, Happening expected, Happening came)
    {
        var isSameInput = expected is Handled a && came is Handled b && a.Server == b.Server && a.Input == b.Input;
        var (told, done) = isSameInput ? FirstDifference((Handled)expected, (Handled)came) : (null, null);
        return told is null
            ? new Misfit(number, Describe(expected), $"what comes is \"{Describe(came)}\"")
            : new Misfit(number, $"{Describe(expected)}, {told}", $"it is {done}");
    }

    private static (string? Told, string? Done) FirstDifference(Handled told, Handled done)
    {
        (string Name, object? Told, object? Done)[] parts =
        [
            ("sent at", told.SentAt, done.SentAt), ("state before", told.Before, done.Before), ("state after", told.After, done.After),
            ("effects", told.Effects, done.Effects), ("crash", told.Crash, done.Crash),
        ];
        var part = parts.First(part => !Equals(part.Told, part.Done));
        return ($"{part.Name}: {part.Told}", $"{part.Name}: {part.Done}");
    }

    private static string Describe(Happening happening) =>
        happening is Handled handled ? $"{handled.Server} handles {handled.Input}" : Narration.Tell(happening);
}
