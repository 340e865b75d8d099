using System.Diagnostics;
using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands;

/// <summary>
/// Shares a time among the legs of a check by the weights of their scenarios. What one leaves over the others get; each has at
/// least one block of schedules.
/// </summary>
internal sealed class TimeBudget(IReadOnlyList<Leg> legs, TimeSpan time)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private Leg? running;
    private TimeSpan end;

    /// <summary>How much of the time is used up, from 0 to 1.</summary>
    public double Used => Math.Min(1, clock.Elapsed / time);

    /// <summary>Whether the time of a leg is used up; it starts when this is first asked.</summary>
    public bool IsUp(Leg leg)
    {
        if (running == leg)
        {
            return clock.Elapsed >= end;
        }

        running = leg;
        end = clock.Elapsed + ((time - clock.Elapsed) * leg.Scenario.Weight / WeightFrom(leg));
        return false;
    }

    private int WeightFrom(Leg leg) => legs.SkipWhile(each => each != leg).Sum(each => each.Scenario.Weight);
}
