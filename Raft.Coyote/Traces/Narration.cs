using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Traces;

/// <summary>
/// Tells a run in plain English and in the paper's words, one line for each happening. An entry is told as index@term, as in 3@2;
/// entries as 2..3. What only keeps the machinery going, such as a timer that is set anew, is left out.
/// </summary>
public static partial class Narration
{
    /// <summary>
    /// All that happened, each with its number; then which property fell and why, with the facts that contradict each other.
    /// </summary>
    public static IReadOnlyList<string> Story(Trace trace)
    {
        var happenings = trace.Happenings.Items.Select((happening, position) => $"#{position + 1} {Tell(happening)}");
        return [.. happenings, .. Verdict(trace.Header.Violation)];
    }

    /// <summary>One happening.</summary>
    public static string Tell(Happening happening) => happening switch
    {
        Handled { Crash: null } handled => TellStep(handled),
        Handled handled => TellCrash(handled, handled.Crash!),
        Crashed crashed => $"{crashed.Server} crashes{KeepingWrites(crashed.WritesKept)}",
        DiskFilled filled => $"the disk of {filled.Server} is full from now on",
        SpaceFreed freed => $"there is space again on the disk of {freed.Server}",
        Corrupted corrupted => $"{WhatIsCorrupt(corrupted.Index)} on the disk of {corrupted.Server} can't be read any more",
        Repaired repaired => $"the operator stops {repaired.Server} and mends its disk",
        Paused paused => $"{paused.Server} stands still, with its memory",
        Resumed resumed => $"{resumed.Server} runs again",
        Lost lost => $"the network loses {DescribeOnItsWay(lost.Message)}, sent at #{lost.SentAt}",
        Doubled doubled => $"the network doubles {DescribeOnItsWay(doubled.Message)}, sent at #{doubled.SentAt}",
        Partitioned partitioned => TellPartition(partitioned),
        Healed => "the partition heals, all links work again",
        ClockJumped jumped => $"the clock of {jumped.Server} runs ahead",
        FaultsOver => "from now on there are no more faults",
        Called called => $"{called.Request.Client} sends {called.Server} the request {called.Request} ({called.Command})",
        RequestLost lost => $"the request {lost.Request} does not reach {lost.Server}",
        Returned returned => $"{returned.Request.Client} gets the answer to {returned.Request} ({Describe(returned.Answer)})",
        GaveUp gaveUp => $"{gaveUp.Request.Client} waits no longer for the answer to {gaveUp.Request}",
        _ => throw new ArgumentException($"unknown happening {happening}", nameof(happening)),
    };

    /// <summary>Which property fell and why, with the facts that contradict each other.</summary>
    internal static IEnumerable<string> Verdict(Violation? violation)
    {
        if (violation is null)
        {
            return ["No property fell."];
        }

        var facts = violation.Facts.Items.Select(fact => $"  #{fact.Happening} {fact.Text}");
        return [$"{violation.Property} fell: {violation.Explanation}", .. facts];
    }

    private static string TellPartition(Partitioned partitioned)
    {
        var (from, to) = (List(partitioned.From), List(partitioned.To));
        return partitioned.BothWays
            ? $"a partition cuts {from} off from {to}"
            : $"a partition cuts the way from {from} to {to}, but not the way back";
    }
}
