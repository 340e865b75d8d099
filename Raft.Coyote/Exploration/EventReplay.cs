using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
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
/// <param name="World">The world at the end, or before the happening that does not fit.</param>
/// <param name="Events">How many happenings came as told.</param>
/// <param name="Misfit">Where story and rules part; null when all of it is a run of the world.</param>
/// <param name="Violation">The property that fell, if one did; the story ends there.</param>
public sealed record EventReplayReport(World World, int Events, Misfit? Misfit, Violation? Violation = null)
{
    /// <summary>Why this is not how a run of the same story ended; null when it is.</summary>
    /// <param name="other">The world at the end of that run.</param>
    public string? WhyNotAs(World other) => Misfit?.ToString() ?? World.Servers.Members
        .Where(server => World[server] != other[server])
        .Select(server => $"in the end {server} is {other[server]}, and on the rules alone {World[server]}")
        .FirstOrDefault();
}

/// <summary>
/// Replays a story on the rules alone, without Coyote: each happening is turned into the move that brings it about, the move is
/// done in the <see cref="World"/>, and what happens there is compared with what was told. So the story is a run of the world, or
/// it is not.
/// </summary>
public sealed class EventReplay
{
    private readonly IReadOnlyList<Happening> story;
    private readonly Rules rules;
    private readonly Judge? judge;
    private readonly Action<World, Move, Turn>? onMove;
    private World world;
    private bool areFaultsOver;
    private int told;

    private EventReplay(
        World start,
        IReadOnlyList<Happening> story,
        Rules rules,
        Judge? judge = null,
        Action<World, Move, Turn>? onMove = null) =>
        (world, this.story, this.rules, this.judge, this.onMove) = (start, story, rules, judge, onMove);

    /// <summary>
    /// Replays a story in the world in which it began, to its end or to the first happening that does not fit. It never throws on
    /// a story that does not.
    /// </summary>
    /// <param name="start">The world before the first happening, with its budgets.</param>
    /// <param name="story">What happened. It may end amid a step, as a run does that a violation ends.</param>
    /// <param name="rules">The rules that the servers run.</param>
    public static EventReplayReport Run(World start, IReadOnlyList<Happening> story, Rules rules) =>
        new EventReplay(start, story, rules).Run();

    /// <summary>
    /// Replays the events of a trace and judges them, to the first property that falls. It needs to know of no budgets and no
    /// plans: what came tells what was wanted.
    /// </summary>
    /// <param name="trace">The trace.</param>
    /// <param name="rules">The rules that the servers run.</param>
    /// <param name="judged">The properties that judge; null for all.</param>
    /// <param name="onMove">Is shown each move that fits, with the world before it and what it led to.</param>
    public static EventReplayReport Run(
        Trace trace, Rules rules, IReadOnlySet<string>? judged, Action<World, Move, Turn>? onMove = null)
    {
        var header = trace.Header;
        var judge = new Judge(ServerSet.FirstServers(header.Servers), judged);
        var start = FreeWorld.Start(header.Servers, header.Clients);
        return new EventReplay(start, trace.Happenings.Items, rules, judge, onMove).Run();
    }

    private EventReplayReport Run()
    {
        while (told < story.Count)
        {
            if (Advance() is { } misfit)
            {
                return new EventReplayReport(world, told, misfit);
            }

            if (judge?.Violation is { } violation)
            {
                return new EventReplayReport(world, told, null, violation);
            }
        }

        return new EventReplayReport(world, told, null, judge?.EndedHot());
    }

    /// <summary>Does the move behind the next happening.</summary>
    private Misfit? Advance()
    {
        var next = story[told];
        var before = judge is not null && next is Called called ? world.Wanting(called.Request.Client, called.Command) : world;
        var (move, refusal) = next is FaultsOver && areFaultsOver
            ? (null, "they were over before")
            : MoveBehind.Find(before, next);
        if (move is null)
        {
            return new Misfit(told + 1, Describe(next), refusal!);
        }

        var turn = before.Apply(move, rules);
        world = WithoutOvertaking(before, turn.World);
        if (move is EndFaults)
        {
            (areFaultsOver, world) = (true, world.WithOneThatStaysDown());
        }

        var misfit = turn.Happenings.Count == 0 ? new Misfit(told + 1, Describe(next), "nothing happens") : Compare(turn);
        if (misfit is null)
        {
            onMove?.Invoke(before, move, turn);
        }

        return misfit;
    }

    /// <summary>
    /// A message that waits in an inbox has left its link, so the next one overtakes nothing; here it is on its link until it is
    /// handled. Which messages truly overtook others a story does not tell, so none is charged for it.
    /// </summary>
    private static World WithoutOvertaking(World before, World after) =>
        after.Left.Reorders < before.Left.Reorders
            ? after with { Left = after.Left with { Reorders = before.Left.Reorders } }
            : after;

    /// <summary>
    /// One move may bring about several happenings: a step, and the messages that it sent over a cut link. The run ends with the
    /// story, or where a property falls.
    /// </summary>
    private Misfit? Compare(Turn turn)
    {
        foreach (var came in turn.Happenings)
        {
            if (told == story.Count || judge?.Violation is not null)
            {
                break;
            }

            if (AsTold(story[told]) != AsTold(came))
            {
                return Differ(told + 1, AsTold(story[told]), AsTold(came));
            }

            told++;
            judge?.Observe(told, came);
        }

        return null;
    }

    /// <summary>A trace does not tell what a mutant keeps in its roles beyond Figure 2.</summary>
    private static Happening AsTold(Happening happening) => happening is Handled handled
        && (IsMore(handled.Before.Role) || IsMore(handled.After.Role))
            ? handled with { Before = AsTold(handled.Before), After = AsTold(handled.After) }
            : happening;

    private static ServerState AsTold(ServerState state) => state with
    {
        Role = state.Role switch
        {
            Follower follower => WithAdded(new Follower(follower.LeaderId), follower),
            Candidate candidate => WithAdded(new Candidate(candidate.VotesGranted), candidate),
            Leader leader => WithAdded(new Leader(leader.NextIndex, leader.MatchIndex), leader),
            var other => other,
        },
    };

    /// <summary>What the later chapters add to a role is no mutant's, and told.</summary>
    private static T WithAdded<T>(T told, T role)
        where T : Role
    {
        foreach (var part in typeof(T).GetProperties().Where(part => part.SetMethod is not null))
        {
            part.SetValue(told, part.GetValue(role));
        }

        return told;
    }

    private static bool IsMore(Role role) => role.GetType().Assembly != typeof(Role).Assembly;

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
            ("sent at", told.SentAt, done.SentAt),
            .. PartsOf("state before", told.Before, done.Before),
            .. PartsOf("state after", told.After, done.After),
            ("effects", told.Effects, done.Effects),
            ("crash", told.Crash, done.Crash),
        ];
        var part = parts.First(part => !Equals(part.Told, part.Done));
        return ($"{part.Name} {part.Told ?? "none"}", $"{part.Name} {part.Done ?? "none"}");
    }

    private static (string Name, object? Told, object? Done)[] PartsOf(string name, ServerState told, ServerState done) =>
    [
        ($"{name}, currentTerm", told.CurrentTerm, done.CurrentTerm),
        ($"{name}, votedFor", told.VotedFor, done.VotedFor),
        ($"{name}, log", told.Log, done.Log),
        ($"{name}, commitIndex", told.CommitIndex, done.CommitIndex),
        ($"{name}, lastApplied", told.LastApplied, done.LastApplied),
        ($"{name}, role", told.Role, done.Role),
        (name, told, done),
    ];

    private static string Describe(Happening happening) =>
        happening is Handled handled ? $"{handled.Server} handles {handled.Input}" : Narration.Tell(happening);
}
