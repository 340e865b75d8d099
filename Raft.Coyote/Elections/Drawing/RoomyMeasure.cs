using OxyPlot;

namespace Raft.Coyote.Elections.Drawing;

/// <summary>
/// How much room a text needs. Whoever opens the drawing may have another font than the one that the library knows, and the
/// widest of those in use are to fit too; lines get some air.
/// </summary>
internal sealed class RoomyMeasure() : PdfRenderContext(width: 1, height: 1, OxyColors.White)
{
    private const double Wider = 1.4;
    private const double Higher = 1.5;

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        var measured = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        return new OxySize(measured.Width * Wider, measured.Height * Higher);
    }
}
