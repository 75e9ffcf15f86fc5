namespace Sidecar.Load.Soak;

/// <summary>Whether a figure is flat: its trend over the second half, by least squares, in relation to its size.</summary>
internal readonly record struct SoakVerdict(double First, double Middle, double Last, double Most, double PerMinute, bool IsFlat)
{
    // A garbage collector lets the heap vary; a leak grows steadily.
    private const double Share = 0.01;
    private const double Least = 0.5;

    public static SoakVerdict Of(IReadOnlyList<SoakSample> samples, SoakFigure figure)
    {
        var half = samples.Skip(samples.Count / 2).ToList();
        var (meanX, meanY) = (half.Average(s => s.Minute), half.Average(figure.Of));
        var spread = half.Sum(s => Math.Pow(s.Minute - meanX, 2));
        var slope = spread > 0 ? half.Sum(s => (s.Minute - meanX) * (figure.Of(s) - meanY)) / spread : 0;
        return new SoakVerdict(figure.Of(samples[0]), meanY, figure.Of(samples[^1]), samples.Max(figure.Of), slope, figure.MayGrow
            || slope <= Math.Max(Least, Share * meanY));
    }
}
