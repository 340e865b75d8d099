using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration;

/// <summary>
/// Points that the walks of one block came to, and from which others go on, so that what takes several rare things, one after the
/// other, is come to more often: points with an omen of a violation, and points at which what happened is rare. It belongs to its
/// block alone, so blocks do not depend on each other. What makes a kind of event is coarse on purpose: with terms and lengths of
/// logs among it nearly all that happens late in a walk is rare, and to go on from there leads nowhere sooner.
/// </summary>
internal sealed class Corpus
{
    /// <summary>A kind of event is rare while it came so seldom in this block.</summary>
    private const int Rare = 3;

    /// <summary>How many points are kept; the oldest go first, for what comes late in a block is rarest.</summary>
    private const int MostPoints = 16;

    /// <summary>One walk in so many goes on from a point with an omen, if there is any.</summary>
    private const int FollowsOmenOneIn = 2;

    /// <summary>One of the others in so many goes on from a rare point.</summary>
    private const int GoesOnOneIn = 3;

    private readonly Dictionary<int, int> seen = [];
    private readonly Queue<WalkPoint> points = new();
    private readonly Omened omened = new();

    /// <summary>Keeps the point that a walk is at, if what happened last is rare, or there is an omen.</summary>
    public void Offer(Walk walk, Turn turn)
    {
        if (turn.Happenings.Count == 0 || turn.Happenings[0] is not Handled handled)
        {
            return;
        }

        omened.Offer(walk, handled);
        if (IsRare(handled) && walk.MayGoOn)
        {
            points.Enqueue(walk.Here);
            _ = points.Count > MostPoints ? points.Dequeue() : null;
        }
    }

    /// <summary>A point from which the next walk goes on; null when it begins at the beginning.</summary>
    public WalkPoint? Draw(IDice dice)
    {
        omened.Forget();
        return (dice.OneIn(FollowsOmenOneIn) ? omened.Draw(dice) : null) ?? DrawRare(dice);
    }

    private WalkPoint? DrawRare(IDice dice) =>
        points.Count > 0 && dice.OneIn(GoesOnOneIn) ? points.ElementAt(dice.Below(points.Count)) : null;

    private bool IsRare(Handled handled)
    {
        var kind = Kind(handled);
        var times = seen.GetValueOrDefault(kind) + 1;
        seen[kind] = times;
        return times <= Rare;
    }

    /// <summary>The kind of an event: who handled what, what came of it, and where it crashed.</summary>
    private static int Kind(Handled handled)
    {
        var (before, after) = (handled.Before, handled.After);
        var kind = new Features();
        kind.Add(RoleOf(before), 3);
        kind.Add(RoleOf(after), 3);
        kind.Add(InputOf(handled.Input), 12);
        kind.Add(handled.Input is Receive receive ? 1 + Math.Sign(receive.Message.Term.CompareTo(before.CurrentTerm)) : 0, 3);
        kind.Add(1 + Math.Sign(after.Log.LastIndex.CompareTo(before.Log.LastIndex)), 3);
        kind.Add(after.CommitIndex != before.CommitIndex ? 1 : 0, 2);
        kind.Add(VoteOf(before), 3);
        kind.Add(VoteOf(after), 3);
        kind.Add(CrashOf(handled), 5);
        return kind.Value;
    }

    private static int RoleOf(ServerState state) => state.Role switch { Leader => 2, Candidate => 1, _ => 0 };

    private static int InputOf(Input input) => input switch
    {
        Receive { Message: RequestVote } => 0,
        Receive { Message: RequestVoteReply reply } => reply.VoteGranted ? 1 : 2,
        Receive { Message: AppendEntries request } => request.Entries.Count > 0 ? 3 : 4,
        Receive { Message: AppendEntriesReply reply } => reply.Success ? 5 : 6,
        ElectionTimeout => 7,
        HeartbeatDue => 8,
        ClientRequest => 9,
        _ => 10,
    };

    private static int VoteOf(ServerState state) => state.VotedFor is not { } vote ? 0 : vote == state.Id ? 1 : 2;

    private static int CrashOf(Handled handled)
    {
        if (handled.Crash is not { } crash)
        {
            return 0;
        }

        var isAmidWrite = crash.EffectsDone < handled.Effects.Count && handled.Effects[crash.EffectsDone] is Persist;
        return isAmidWrite ? 1 + Math.Min(crash.RecordsKept, 2) : 4;
    }

    /// <summary>Some small numbers, as one.</summary>
    private struct Features
    {
        public int Value { get; private set; }

        public void Add(int value, int bound) => Value = (Value * bound) + value;
    }
}
