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
        for (var number = 0; number < plots.Count; number++)
        {
            var (plot, height) = plots[number];
            drawing.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate(0,{top})\">\n");
            drawing.Append(Part(plot, height, number)).Append("</g>\n");
            top += height;
        }

        var size = string.Create(CultureInfo.InvariantCulture, $"width=\"{Width}\" height=\"{top}\"");
        var box = string.Create(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {Width} {top}\"");
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" {size} {box}>\n<rect {size} fill=\"#ffffff\"/>\n{drawing}</svg>\n";
    }

    /// <summary>A chart as a part of a larger document: what names its parts must not be another chart's.</summary>
    private static string Part(PlotModel plot, double height, int number)
    {
        var document = SvgExporter.ExportToString(plot, Width, height, isDocument: false, new RoomyMeasure());
        return document[document.IndexOf("<svg", StringComparison.Ordinal)..]
            .Replace($"\"{Look.Font}\"", $"\"{Look.FontOrAlike}\"", StringComparison.Ordinal)
            .Replace("\"clipPath", $"\"chart{number}-", StringComparison.Ordinal)
            .Replace("#clipPath", $"#chart{number}-", StringComparison.Ordinal);
    }
}
