namespace Raft.Coyote.Traces.Show;

/// <summary>
/// The vector clock of each happening: how many happenings of each place it may have been influenced by, itself included. It is
/// the clock of the happening before at its place, merged with that of the one that it comes from, and its own place counted on.
/// </summary>
internal static class VectorClocks
{
    /// <summary>The clock of each happening, with a count for each of the places, in their order.</summary>
    public static IReadOnlyList<int[]> Of(Trace trace, Places places)
    {
        var latest = places.All.Select(_ => new int[places.All.Count]).ToArray();
        var clocks = new List<int[]>();
        foreach (var (happening, cause) in trace.Happenings.Items.Zip(Causes.Of(trace)))
        {
            var place = places[Places.Of(happening)];
            var clock = cause is null ? [.. latest[place]] : Merge(latest[place], clocks[cause.Value - 1]);
            clock[place]++;
            latest[place] = clock;
            clocks.Add(clock);
        }

        return clocks;
    }

    private static int[] Merge(int[] one, int[] other) => [.. one.Zip(other, Math.Max)];
}
