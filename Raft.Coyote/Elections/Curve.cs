using Raft.Coyote.Environment;
using Raft.Coyote.Exploration;

namespace Raft.Coyote.Elections;

/// <summary>A curve to be measured: the same trial over and over with other dice.</summary>
/// <param name="ElectionTimeout">What its election timeouts are drawn from.</param>
/// <param name="Trials">How many trials it has.</param>
public sealed record CurvePlan(Spread ElectionTimeout, int Trials);

/// <summary>A curve, measured: how long there was no leader.</summary>
/// <param name="Plan">What was measured.</param>
/// <param name="Trials">The trials, the shortest downtime first.</param>
public sealed record Curve(CurvePlan Plan, IReadOnlyList<Trial> Trials)
{
    /// <summary>Measures a curve. Each trial has dice of its own, that depend on the seed, the curve and its number.</summary>
    public static Curve Measure(CurvePlan plan, TrialSetup setup, long seed)
    {
        var own = setup with { ElectionTimeout = plan.ElectionTimeout };
        var ofCurve = Fingerprint.Mix((ulong)seed) ^ Fingerprint.Mix(((ulong)plan.ElectionTimeout.Least << 32) + (ulong)plan.ElectionTimeout.Most);
        var trials = Enumerable.Range(1, plan.Trials).Select(number => ElectionTrial.Run(own, DiceOf(ofCurve, number)));
        return new Curve(plan, [.. trials.OrderBy(trial => trial.Downtime)]);
    }

    /// <summary>The downtime in milliseconds that a share of the trials did not exceed.</summary>
    public double Quantile(double share)
    {
        var rank = (int)Math.Ceiling(share * Trials.Count);
        return InMilliseconds(Trials[Math.Clamp(rank - 1, 0, Trials.Count - 1)]);
    }

    /// <summary>The mean downtime in milliseconds.</summary>
    public double Mean => Trials.Average(InMilliseconds);

    /// <summary>The share of trials that saw a split vote.</summary>
    public double SplitShare => Trials.Count(trial => trial.SplitVotes > 0) / (double)Trials.Count;

    /// <summary>How many elections a trial took, on average.</summary>
    public double Elections => Trials.Average(trial => trial.Elections);

    /// <summary>How many trials ended without a leader.</summary>
    public int Leaderless => Trials.Count(trial => !trial.HasLeader);

    /// <summary>The downtime of a trial in milliseconds.</summary>
    public static double InMilliseconds(Trial trial) => trial.Downtime / (double)Spread.Millisecond;

    private static IDice DiceOf(ulong curve, int number) => new WalkDice(Fingerprint.Mix(curve + (ulong)number));
}
