using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Raft.Coyote.Elections.Drawing;

/// <summary>Draws how many split votes the trials of each curve saw: a bar for each curve, in parts.</summary>
internal static class SplitVotesPlot
{
    private static readonly (string Title, int Least, int Most, OxyColor Colour)[] Parts =
    [
        ("none", 0, 0, OxyColor.Parse("#dbe4ee")),
        ("one", 1, 1, OxyColor.Parse("#a6bddb")),
        ("two", 2, 2, OxyColor.Parse("#5b8fc7")),
        ("3 to 9", 3, 9, OxyColor.Parse("#2b5fa5")),
        ("10 and more", 10, int.MaxValue, OxyColor.Parse("#12305f")),
    ];

    /// <summary>The chart.</summary>
    public static PlotModel Of(IReadOnlyList<Curve> curves)
    {
        var plot = Look.Empty("Split votes in a trial");
        plot.Axes.Add(NamesAxis(curves));
        plot.Axes.Add(ShareAxis());
        plot.Legends.Add(Look.Plain(new Legend
        {
            LegendPosition = LegendPosition.TopCenter,
            LegendPlacement = LegendPlacement.Outside,
            LegendOrientation = LegendOrientation.Horizontal,
        }));
        for (var part = 0; part < Parts.Length; part++)
        {
            plot.Series.Add(PartOfEach(curves, part));
        }

        return plot;
    }

    /// <summary>The first curve is on top.</summary>
    private static CategoryAxis NamesAxis(IReadOnlyList<Curve> curves)
    {
        var axis = new CategoryAxis { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0, GapWidth = 0.4 };
        Look.Plain(axis).MajorGridlineStyle = LineStyle.None;
        axis.Labels.AddRange(curves.Select(curve => $"{curve.Plan.ElectionTimeout}"));
        return axis;
    }

    private static LinearAxis ShareAxis() => Look.Plain(new LinearAxis
    {
        Position = AxisPosition.Bottom,
        Title = "trials",
        Minimum = 0,
        Maximum = 1,
        MajorStep = 0.25,
        StringFormat = "0 %",
    });

    private static BarSeries PartOfEach(IReadOnlyList<Curve> curves, int part)
    {
        var bars = new BarSeries { Title = Parts[part].Title, IsStacked = true, FillColor = Parts[part].Colour };
        bars.Items.AddRange(curves.Select(curve => new BarItem(ShareOf(curve, part))));
        return bars;
    }

    private static double ShareOf(Curve curve, int part) =>
        curve.Trials.Count(trial => trial.SplitVotes >= Parts[part].Least && trial.SplitVotes <= Parts[part].Most)
        / (double)curve.Trials.Count;
}
