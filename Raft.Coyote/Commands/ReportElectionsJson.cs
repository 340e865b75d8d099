using Raft.Coyote.Elections;

namespace Raft.Coyote.Commands;

/// <summary>What was measured of elections, as the one document that <c>--json</c> prints.</summary>
internal static class ReportElectionsJson
{
    private static readonly double[] Shares = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1];

    /// <summary>The document.</summary>
    public static string Document(Measurement measured, string? file)
    {
        var (plan, setup) = (measured.Plan, measured.Plan.Setup);
        return ReportJson.Write(new ElectionsJson(
            plan.Seed, setup.Servers, Of(setup.MessageDelay), Of(setup.DiskWrite), setup.OwnVote, setup.WritesOfVote,
            Rounded(setup.BroadcastTime(plan.Seed))!.Value, [.. measured.Curves.Select(Of)],
            [.. measured.BesidePaper.Select(each => new PaperJson(each.Paper.Name, each.Paper.Milliseconds, Rounded(each.Ours)))],
            file));
    }

    private static CurveJson Of(Curve curve) => new(
        Of(curve.Plan.ElectionTimeout), curve.Plan.Trials, curve.Leaderless, Rounded(curve.Mean),
        [.. Shares.Select(share => new QuantileJson(share, Rounded(curve.Quantile(share))))],
        Rounded(curve.Elections)!.Value, Counts(curve, trial => trial.Elections), Counts(curve, trial => trial.SplitVotes));

    private static RangeJson Of(Spread spread) =>
        new((double)spread.Least / Spread.Millisecond, (double)spread.Most / Spread.Millisecond);

    private static IReadOnlyList<CountJson> Counts(Curve curve, Func<Trial, int> of) =>
        [.. curve.Trials.CountBy(of).OrderBy(count => count.Key).Select(count => new CountJson(count.Key, count.Value))];

    private static double? Rounded(double? number) => number is { } some ? Math.Round(some, 3) : null;

    /// <summary>All times are in milliseconds; one is null where too many trials had no leader.</summary>
    private sealed record ElectionsJson(
        long Seed, int Servers, RangeJson Delay, RangeJson Disk, OwnVote OwnVote, int VoteWrites, double BroadcastTime,
        IReadOnlyList<CurveJson> Curves, IReadOnlyList<PaperJson> BesidePaper, string? Drawing) : DocumentJson;

    private sealed record RangeJson(double Least, double Most);

    private sealed record CurveJson(
        RangeJson Timeouts, int Trials, int WithoutLeader, double? Mean, IReadOnlyList<QuantileJson> Quantiles,
        double MeanElections, IReadOnlyList<CountJson> Elections, IReadOnlyList<CountJson> SplitVotes);

    private sealed record QuantileJson(double Share, double? Milliseconds);

    private sealed record CountJson(int Number, int Trials);

    private sealed record PaperJson(string Figure, double Paper, double? Ours);
}
