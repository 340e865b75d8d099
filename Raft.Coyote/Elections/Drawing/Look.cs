using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace Raft.Coyote.Elections.Drawing;

/// <summary>What all charts have in common.</summary>
internal static class Look
{
    /// <summary>The font whose measures the library knows.</summary>
    public const string Font = "Arial";

    /// <summary>What may stand for it where it is not to be had.</summary>
    public const string FontOrAlike = "Arial, Liberation Sans, Helvetica, sans-serif";

    private const double LeftMargin = 100;
    private const double RightMargin = 24;

    private static readonly OxyColor Ink = OxyColor.Parse("#1f2933");
    private static readonly OxyColor Faint = OxyColor.Parse("#e4e7eb");

    /// <summary>From few to many. Shades that are told apart by lightness as well as by hue (viridis).</summary>
    private static readonly OxyColor[] Scale =
        [.. new[] { "#440154", "#414487", "#2a788e", "#22a884", "#7ad151", "#d9c31d" }.Select(OxyColor.Parse)];

    /// <summary>The colour of one of several things.</summary>
    public static OxyColor Colour(int position, int of) => Scale[of < 2 ? 0 : position * (Scale.Length - 1) / (of - 1)];

    /// <summary>An empty chart.</summary>
    public static PlotModel Empty(string title) => new()
    {
        Title = title,
        TitleHorizontalAlignment = TitleHorizontalAlignment.CenteredWithinPlotArea,
        TitleFontSize = 15,
        TitleColor = Ink,
        TextColor = Ink,
        DefaultFont = Font,
        DefaultFontSize = 12,
        PlotAreaBorderThickness = new OxyThickness(0),
        Padding = new OxyThickness(8, 16, 24, 8),
        PlotMargins = new OxyThickness(LeftMargin, double.NaN, RightMargin, double.NaN),
    };

    /// <summary>A legend in that look.</summary>
    public static Legend Plain(Legend legend)
    {
        legend.LegendTitleFontWeight = FontWeights.Normal;
        legend.LegendBackground = OxyColor.FromAColor(220, OxyColors.White);
        legend.LegendPadding = 10;
        legend.LegendSymbolLength = 22;
        return legend;
    }

    /// <summary>An axis in that look.</summary>
    public static T Plain<T>(T axis)
        where T : Axis
    {
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = Faint;
        axis.MajorGridlineThickness = 1;
        axis.TickStyle = TickStyle.None;
        axis.AxislineStyle = LineStyle.None;
        axis.AxisTitleDistance = 8;
        return axis;
    }
}
