using System.Globalization;
using System.Text;
using OxyPlot;

namespace Raft.Coyote.Elections.Drawing;

/// <summary>Draws what was measured: for each chart its curves, and below all how many split votes there were.</summary>
public static class ElectionsDrawing
{
    private const double Width = 860;
    private const double CurvesHeight = 340;
    private const double RowHeight = 34;
    private const double BarsMargin = 110;

    /// <summary>The drawing, as one SVG document.</summary>
    public static string Of(Measurement measured)
    {
        var curves = measured.Plan.Charts.Select(chart => (CurvesPlot.Of(chart.Title, measured.Of(chart)), CurvesHeight));
        var barsHeight = BarsMargin + (RowHeight * measured.Curves.Count);
        return OneBelowTheOther([.. curves, (SplitVotesPlot.Of(measured.Curves), barsHeight)]);
    }

    private static string OneBelowTheOther(IReadOnlyList<(PlotModel Plot, double Height)> plots)
    {
        var (drawing, top) = (new StringBuilder(), 0.0);
        foreach (var (plot, height) in plots)
        {
            drawing.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate(0,{top})\">").Append(Svg(plot, height)).Append("</g>\n");
            top += height;
        }

        var size = string.Create(CultureInfo.InvariantCulture, $"width=\"{Width}\" height=\"{top}\" viewBox=\"0 0 {Width} {top}\"");
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" {size}>\n<rect {size} fill=\"#ffffff\"/>\n{drawing}</svg>\n";
    }

    private static string Svg(PlotModel plot, double height) =>
        SvgExporter.ExportToString(plot, Width, height, isDocument: false, textMeasurer: null);
}
