using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration;

/// <summary>
/// Points at which a walk met with an omen that it had not met with before. Each kind of point (all omens that there are at once)
/// is drawn as often as any other, however seldom walks come to it; so what takes many stages is come to stage by stage.
/// </summary>
internal sealed class Omened
{
    /// <summary>How many points of a kind are kept; the oldest go first.</summary>
    private const int MostPoints = 8;

    private readonly SortedDictionary<Omen, Queue<WalkPoint>> points = [];
    private Omen met;

    /// <summary>A point from which the next walk goes on; null when there is none.</summary>
    public WalkPoint? Draw(IDice dice)
    {
        if (points.Count == 0)
        {
            return null;
        }

        var (omens, drawn) = points.ElementAt(dice.Below(points.Count));
        met = omens;
        return drawn.ElementAt(dice.Below(drawn.Count));
    }

    /// <summary>The next walk begins anew.</summary>
    public void Forget() => met = Omen.None;

    /// <summary>
    /// Keeps the point that a walk is at, if there is a new omen. A walk that heals is to show that all ends well, of which omens
    /// tell nothing: many that begin anew show more.
    /// </summary>
    public void Offer(Walk walk, Handled handled)
    {
        if (!walk.Setup.Heals && Omens.MayChange(handled))
        {
            var omens = Omens.In(walk.World);
            var isNew = (omens & ~met) != Omen.None;
            met |= omens;
            if (isNew && walk.MayGoOn)
            {
                Keep(omens, walk.Here);
            }
        }
    }

    private void Keep(Omen omens, WalkPoint point)
    {
        if (!points.TryGetValue(omens, out var kept))
        {
            points.Add(omens, kept = new Queue<WalkPoint>());
        }

        kept.Enqueue(point);
        _ = kept.Count > MostPoints ? kept.Dequeue() : null;
    }
}
