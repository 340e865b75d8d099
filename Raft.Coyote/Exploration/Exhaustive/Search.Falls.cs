namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>Properties that fall: which are sought, and after which a run does not go on.</summary>
public sealed partial class Search
{
    /// <summary>When more states than this were met, it must be seen to it whether there is room for more.</summary>
    internal long Room => Math.Min(Visited.Limit, plan.MostStates);

    /// <summary>So many requests may be made up to this level: each is an event more.</summary>
    internal int MostRequests => plan.MostEvents - (Levels.Count - 1);

    /// <summary>Whether this is what was looked for.</summary>
    internal bool IsFound(Broken broken) => plan.Sought?.IsFound(broken) ?? broken != Broken.None;

    /// <summary>Whether no run goes on when these have fallen. Where anything may fall, the level in which it does is the last.</summary>
    internal bool IsOver(Broken broken) => plan.Sought?.IsOver(broken) ?? false;

    /// <summary>Properties fell: of several falls in a level the one with the least fingerprint counts, whoever finds it.</summary>
    /// <returns>Whether no run goes on there.</returns>
    internal bool IsOverWith(Broken broken, Fall found)
    {
        if (IsFound(broken))
        {
            lock (gate)
            {
                fall = fall is null || found.CompareTo(fall) < 0 ? found : fall;
            }
        }

        return IsOver(broken);
    }
}
