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
    /// <summary>Measures a curve. Each trial has dice of its own, that depend on the seed, the timeouts and its number.</summary>
    /// <exception cref="OperationCanceledException">Somebody did not want to wait.</exception>
    public static Curve Measure(CurvePlan plan, TrialSetup setup, long seed, CancellationToken cancel = default)
    {
        var ofCurve = Fingerprint.Mix((ulong)seed) ^ Fingerprint.Of($"{plan.ElectionTimeout}");
        var trials = Enumerable.Range(1, plan.Trials).Select(number => Run(plan, setup, ofCurve + (ulong)number, cancel));
        return new Curve(plan, [.. trials.OrderBy(trial => trial.Downtime)]);
    }

    private static Trial Run(CurvePlan plan, TrialSetup setup, ulong seed, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return ElectionTrial.Run(setup, plan.ElectionTimeout, new WalkDice(Fingerprint.Mix(seed)));
    }

    /// <summary>
    /// The downtime in milliseconds that a share of the trials did not exceed; null when so many never had a leader.
    /// </summary>
    public double? Quantile(double share)
    {
        var rank = (int)Math.Ceiling(share * Trials.Count);
        var trial = Trials[Math.Clamp(rank - 1, 0, Trials.Count - 1)];
        return trial.HasLeader ? InMilliseconds(trial) : null;
    }

    /// <summary>The mean downtime in milliseconds; null when a trial never had a leader.</summary>
    public double? Mean => Leaderless == 0 ? Trials.Average(InMilliseconds) : null;

    /// <summary>The share of trials that saw a split vote.</summary>
    public double SplitShare => Trials.Count(trial => trial.SplitVotes > 0) / (double)Trials.Count;

    /// <summary>How many elections a trial took, on average.</summary>
    public double Elections => Trials.Average(trial => trial.Elections);

    /// <summary>How many trials ended without a leader.</summary>
    public int Leaderless => Trials.Count(trial => !trial.HasLeader);

    /// <summary>The downtime of a trial in milliseconds.</summary>
    public static double InMilliseconds(Trial trial) => trial.Downtime / (double)Spread.Millisecond;
}
