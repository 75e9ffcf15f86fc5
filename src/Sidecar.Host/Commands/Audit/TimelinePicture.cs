using OxyPlot;
using OxyPlot.SkiaSharp;
using Sidecar.Host.Audit;
using SkiaSharp;

namespace Sidecar.Host.Commands.Audit;

/// <summary>Draws a timeline into a file. Only this class and <see cref="TimelinePlot"/> use the plotting library, so that nothing else
/// loads it.</summary>
internal static class TimelinePicture
{
    private const int Width = 1200;

    public static bool IsDrawable(string file) => Path.GetExtension(file).ToLowerInvariant() is ".png" or ".svg";

    /// <summary>What went wrong, or null.</summary>
    public static string? Draw(TimelineReport report, string file)
    {
        var plot = new TimelinePlot(report, Width);
        // SVG needs only managed code; its fonts are the viewer's.
        if (Path.GetExtension(file).Equals(".svg", StringComparison.OrdinalIgnoreCase))
        {
            using var picture = File.Create(file);
            new OxyPlot.SvgExporter { Width = Width, Height = plot.Height }.Export(plot.Model, picture);
            return null;
        }
        try
        {
            if (SKFontManager.Default.FontFamilyCount == 0)
                return "a .png needs a font, and this system has none: install one (fonts-dejavu-core), or draw an .svg";
            using var picture = File.Create(file);
            new PngExporter { Width = Width * 2, Height = plot.Height * 2, Dpi = 192, UseTextShaping = false }.Export(plot.Model, picture);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            return "a .png cannot be drawn on this system, for which no native drawing library is shipped: draw an .svg";
        }
    }
}
