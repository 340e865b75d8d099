using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Raft.Coyote.Elections.Drawing;

/// <summary>Draws which share of the trials had a leader again after how long.</summary>
internal static class CurvesPlot
{
    /// <summary>So many times the least downtime must the greatest be, that the scale is better logarithmic.</summary>
    private const double WideRange = 20;

    /// <summary>The chart.</summary>
    public static PlotModel Of(string title, IReadOnlyList<Curve> curves)
    {
        var plot = Look.Empty(title);
        plot.Axes.Add(TimeAxis(curves));
        plot.Axes.Add(ShareAxis());
        plot.Legends.Add(new Legend
        {
            LegendTitle = "election timeouts",
            LegendTitleFontWeight = FontWeights.Normal,
            LegendPosition = LegendPosition.RightMiddle,
            LegendPlacement = LegendPlacement.Outside,
        });
        for (var position = 0; position < curves.Count; position++)
        {
            plot.Series.Add(Line(curves[position], Look.Colour(position, curves.Count)));
        }

        return plot;
    }

    private static Axis TimeAxis(IReadOnlyList<Curve> curves)
    {
        var times = curves.SelectMany(WithLeader).Select(Curve.InMilliseconds).DefaultIfEmpty(1).ToList();
        var isWide = times.Max() > WideRange * times.Min();
        Axis axis = isWide ? new LogarithmicAxis() : new LinearAxis { Minimum = 0 };
        axis.Position = AxisPosition.Bottom;
        axis.Title = isWide ? "time without a leader in ms, logarithmic" : "time without a leader in ms";
        axis.StringFormat = "#,0";
        return Look.Plain(axis);
    }

    private static LinearAxis ShareAxis() => Look.Plain(new LinearAxis
    {
        Position = AxisPosition.Left,
        Title = "trials with a leader again",
        Minimum = 0,
        Maximum = 1.01,
        MajorStep = 0.25,
        StringFormat = "0 %",
    });

    private static StairStepSeries Line(Curve curve, OxyColor colour)
    {
        var never = curve.Leaderless == 0 ? "" : $", {curve.Leaderless} of {curve.Plan.Trials} never";
        var line = new StairStepSeries
        {
            Title = $"{curve.Plan.ElectionTimeout}{never}",
            Color = colour,
            StrokeThickness = 2,
            VerticalStrokeThickness = 2,
        };
        line.Points.AddRange(WithLeader(curve).Select((trial, position) =>
            new DataPoint(Curve.InMilliseconds(trial), (position + 1) / (double)curve.Trials.Count)));
        return line;
    }

    private static IEnumerable<Trial> WithLeader(Curve curve) => curve.Trials.Where(trial => trial.HasLeader);
}
