using System.Diagnostics;
using Raft.Coyote.Scenarios;

namespace Raft.Coyote.Commands;

/// <summary>
/// Shares a time among scenarios by their weights. What one leaves over the others get; each has at least one block of
/// schedules.
/// </summary>
internal sealed class TimeBudget(IReadOnlyList<Scenario> scenarios, TimeSpan time)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private Scenario? running;
    private TimeSpan end;

    /// <summary>How much of the time is used up, from 0 to 1.</summary>
    public double Used => Math.Min(1, clock.Elapsed / time);

    /// <summary>Whether the time of a scenario is used up; it starts when this is first asked.</summary>
    public bool IsUp(Scenario scenario)
    {
        if (running == scenario)
        {
            return clock.Elapsed >= end;
        }

        running = scenario;
        end = clock.Elapsed + ((time - clock.Elapsed) * scenario.Weight / WeightFrom(scenario));
        return false;
    }

    private int WeightFrom(Scenario scenario) => scenarios.SkipWhile(each => each != scenario).Sum(each => each.Weight);
}
