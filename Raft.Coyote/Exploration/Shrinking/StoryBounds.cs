using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Exploration.Exhaustive;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>
/// Bounds within which a story took place, for the explorer. What it need not do to a story it is not allowed: a message that is
/// lost, or that a cut or a pause holds back, may as well stay on its way for ever.
/// </summary>
internal static class StoryBounds
{
    /// <summary>The bounds of a story; null when it is beyond the explorer.</summary>
    public static Bounds? Of(Script script, IReadOnlyList<Happening> story)
    {
        if (!script.Acts.Items.All(act => IsPossible(act.Move)))
        {
            return null;
        }

        var steps = story.OfType<Handled>().ToList();
        var bounds = new Bounds(
            script.Servers,
            MaxTerm: (int)steps.Select(step => step.After.CurrentTerm).DefaultIfEmpty(0).Max(),
            MaxLog: (int)steps.Select(step => step.After.Log.LastIndex).DefaultIfEmpty(0).Max(),
            MaxMessages: MostOnTheWay(story),
            MaxRequests: story.OfType<Called>().Count(),
            MaxDuplicates: story.OfType<Doubled>().Count(),
            MaxCrashes: story.OfType<Crashed>().Count() + steps.Count(step => step.Crash is not null),
            Heartbeats: steps.Any(step => step.Input is HeartbeatDue))
        {
            CrashPoints = script.Acts.Items.Any(act => act.Crash is { EffectsDone: not Performance.AllEffects }),
            Orders = [.. steps.Select(step => step.Input).OfType<Order>()],
            InitialServers = script.InitialServers.Count == script.Servers ? default : script.InitialServers,
        };
        return IsFeasible(bounds) ? bounds : null;
    }

    private static bool IsPossible(Move move) => move is not (
        Lapse or Skew or EndFaults or FinishWrite or FillDisk or FreeSpace or Corrupt or Repair);

    private static bool IsFeasible(Bounds bounds) =>
        bounds.MaxTerm is > 0 and <= Bounds.HighestTerm
        && bounds.MaxMessages <= Bounds.MostMessages
        && new[] { bounds.MaxLog, bounds.MaxRequests, bounds.MaxDuplicates, bounds.MaxCrashes, bounds.Orders.Count }
            .All(count => count <= Bounds.MostOfAKind);

    private static int MostOnTheWay(IReadOnlyList<Happening> story)
    {
        var (now, most) = (0, 0);
        foreach (var happening in story)
        {
            now += happening switch
            {
                Handled handled => handled.Done.Items.Count(effect => effect is Send) - (handled.Input is Receive ? 1 : 0),
                Doubled => 1,
                Lost => -1,
                _ => 0,
            };
            most = Math.Max(most, now);
        }

        return most;
    }
}
