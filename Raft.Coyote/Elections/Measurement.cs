namespace Raft.Coyote.Elections;

/// <summary>What is to be measured.</summary>
/// <param name="Setup">The cluster.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Charts">The curves of each chart.</param>
public sealed record MeasurementPlan(TrialSetup Setup, long Seed, IReadOnlyList<ChartPlan> Charts)
{
    /// <summary>Measures each curve once, though several charts show it.</summary>
    /// <param name="onCurve">Is told of each curve that was measured.</param>
    /// <param name="cancel">Ends it before all is measured.</param>
    /// <exception cref="OperationCanceledException">Somebody did not want to wait.</exception>
    public Measurement Measure(Action<Curve> onCurve, CancellationToken cancel)
    {
        var curves = new Dictionary<CurvePlan, Curve>();
        foreach (var plan in Charts.SelectMany(chart => chart.Curves).Distinct())
        {
            curves[plan] = Curve.Measure(plan, Setup, Seed, cancel);
            onCurve(curves[plan]);
        }

        return new Measurement(this, [.. curves.Values]);
    }
}

/// <summary>A chart to be drawn.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Curves">Its curves.</param>
public sealed record ChartPlan(string Title, IReadOnlyList<CurvePlan> Curves);

/// <summary>What was measured.</summary>
/// <param name="Plan">What was to be measured.</param>
/// <param name="Curves">The curves, each once.</param>
public sealed record Measurement(MeasurementPlan Plan, IReadOnlyList<Curve> Curves)
{
    /// <summary>The curves of a chart.</summary>
    public IReadOnlyList<Curve> Of(ChartPlan chart) =>
        [.. chart.Curves.Select(plan => Curves.Single(curve => curve.Plan == plan))];

    /// <summary>The figures that the paper names, and ours where the same curve was measured.</summary>
    public IEnumerable<(PaperFigure Paper, double? Ours)> BesidePaper =>
        from paper in Figure16.Named
        join curve in Curves on paper.ElectionTimeout equals curve.Plan.ElectionTimeout
        select (paper, paper.Of(curve));
}
