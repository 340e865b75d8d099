using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration;

/// <summary>
/// What foretells that a snapshot and a log that it does not agree with come together (section 7 of the paper, Figure 13).
/// </summary>
internal static partial class Omens
{
    private static bool OfSnapshotsMayChange(Handled handled)
    {
        if (handled.After.Snapshot is null)
        {
            return false;
        }

        var hasDiscarded = handled.Before.Log.PrevIndex != handled.After.Log.PrevIndex;
        foreach (var effect in handled.Effects)
        {
            hasDiscarded |= effect is Send { Message: InstallSnapshot };
        }

        return hasDiscarded;
    }

    private static Omen OfTails(World world)
    {
        var (omens, term) = (Omen.None, 0L);
        foreach (var host in world.Hosts)
        {
            var log = Own(host).Log;
            if (IsInConflictWithDiscarded(world, log))
            {
                omens |= term == log.LastTerm ? Omen.TwoTailsInConflict : Omen.TailInConflict;
                term = log.LastTerm;
            }
        }

        return omens;
    }

    private static bool IsInConflictWithDiscarded(World world, Log log)
    {
        foreach (var host in world.Hosts)
        {
            var other = Own(host).Log;
            if (other.PrevIndex > 0 && GoesOnPastConflict(log, other.PrevIndex, other.PrevTerm))
            {
                return true;
            }
        }

        return false;
    }

    private static bool GoesOnPastConflict(Log log, long index, long term) =>
        log.Contains(index) && log.LastIndex > index && log.TermAt(index) != term;

    private static Omen OnTheWay(World world, InstallSnapshot snapshot) =>
        GoesOnPastConflict(Own(world[snapshot.To]).Log, snapshot.Chunk.LastIncludedIndex, snapshot.Chunk.LastIncludedTerm)
            ? Omen.SnapshotToTail
            : Omen.None;
}
