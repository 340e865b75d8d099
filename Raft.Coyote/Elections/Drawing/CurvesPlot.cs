using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Raft.Coyote.Elections.Drawing;

/// <summary>Draws which share of the trials had a leader again after how long.</summary>
internal static class CurvesPlot
{
    /// <summary>Where the slowest curve takes so many times as long as the fastest, the scale is logarithmic.</summary>
    private const double WideRange = 15;

    /// <summary>The chart.</summary>
    public static PlotModel Of(string title, IReadOnlyList<Curve> curves)
    {
        var plot = Look.Empty(title);
        plot.Axes.Add(TimeAxis(curves));
        plot.Axes.Add(ShareAxis());
        var legend = new Legend { LegendTitle = "election timeouts", LegendPosition = LegendPosition.RightBottom };
        plot.Legends.Add(Look.Plain(legend));
        for (var position = 0; position < curves.Count; position++)
        {
            plot.Series.Add(Line(curves[position], Look.Colour(position, curves.Count)));
        }

        return plot;
    }

    private static Axis TimeAxis(IReadOnlyList<Curve> curves)
    {
        var isWide = curves.Max(curve => curve.Quantile(0.99)) > WideRange * curves.Min(curve => curve.Quantile(0.5));
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
        Maximum = 1.02,
        MajorStep = 0.25,
        StringFormat = "0 %",
    });

    private static LineSeries Line(Curve curve, OxyColor colour)
    {
        var line = new LineSeries
        {
            Title = $"{curve.Plan.ElectionTimeout}{Never(curve)}",
            Color = colour,
            StrokeThickness = 2,
        };
        line.Points.AddRange(WithLeader(curve).Select((trial, position) =>
            new DataPoint(Curve.InMilliseconds(trial), (position + 1) / (double)curve.Trials.Count)));
        return line;
    }

    private static string Never(Curve curve) => curve.Leaderless switch
    {
        0 => "",
        var all when all == curve.Trials.Count => ": never",
        var some => $", {some} of {curve.Trials.Count} never",
    };

    private static IEnumerable<Trial> WithLeader(Curve curve) => curve.Trials.Where(trial => trial.HasLeader);
}
