using System.Globalization;
using Sidecar.Load.Report;

namespace Sidecar.Load.Growth;

/// <summary>One metric of one series over all sizes.</summary>
internal sealed record GrowthRow(IGrowthSeries Series, string Metric, GrowthKind Kind, IReadOnlyList<(int Size, double Number)> Points)
{
    // Room for noise: on a shared machine, linear growth shows slopes up to 1.1.
    private const double Tolerance = 0.15;

    /// <summary>The slope of the logarithms by least squares: 0 is no growth, 1 is growth in proportion to the size. NaN for a row with
    /// zeros.</summary>
    public double Slope
    {
        get
        {
            if (Points.Any(p => p.Number <= 0))
                return double.NaN;
            var (x, y) = (Points.Select(p => Math.Log(p.Size)).ToArray(), Points.Select(p => Math.Log(p.Number)).ToArray());
            var (mx, my) = (x.Average(), y.Average());
            return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / x.Sum(a => (a - mx) * (a - mx));
        }
    }

    public bool? IsFine => Kind switch
    {
        GrowthKind.Each => Slope <= Tolerance,
        GrowthKind.Whole => Slope <= 1 + Tolerance,
        _ => null,
    };

    public IEnumerable<string> Cells =>
        [Metric, .. Points.Select(p => Format.Number(p.Number)), Slope.ToString("0.00", CultureInfo.InvariantCulture),
            IsFine switch { true => "fine", false => "grows too fast", null => "" }];
}
