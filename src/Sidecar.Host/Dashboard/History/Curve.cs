using System.Globalization;
using System.Text;

namespace Sidecar.Host.Dashboard.History;

/// <summary>One line of a chart.</summary>
/// <param name="Name">For the legend and the values.</param>
/// <param name="Look">Its class in the style sheet.</param>
/// <param name="Values">By point; null: unknown, or nothing to measure.</param>
public sealed record Curve(string Name, string Look, IReadOnlyList<double?> Values)
{
    /// <summary>The same without its last value, unless that is the only one: a time that is not over looks like a fall.</summary>
    public Curve Settled() => Values.Take(Values.Count - 1).Any(value => value is not null)
        ? this with { Values = [.. Values.Take(Values.Count - 1), null] } : this;

    /// <summary>The line in a picture of the given size: broken where nothing is known, a dash where a value stands alone.</summary>
    public string Path(double width, double height, double most)
    {
        var path = new StringBuilder();
        var step = width / Values.Count;
        for (var i = 0; i < Values.Count; i++)
        {
            if (Values[i] is not { } value)
                continue;
            var (x, y) = ((i + 0.5) * step, height - (height * Math.Clamp(value / most, 0, 1)));
            var (isFirst, isLast) = (i == 0 || Values[i - 1] is null, i == Values.Count - 1 || Values[i + 1] is null);
            if (isFirst && isLast)
                path.Append(CultureInfo.InvariantCulture, $"M{x - (step / 2):0.#},{y:0.#}h{step:0.#}");
            else
                path.Append(CultureInfo.InvariantCulture, $"{(isFirst ? 'M' : 'L')}{x:0.#},{y:0.#}");
        }
        return path.ToString();
    }

    /// <summary>A round number that is not below any value, as the top of a chart.</summary>
    public static double TopOf(IEnumerable<Curve> curves)
    {
        var most = curves.SelectMany(curve => curve.Values).Max() ?? 0;
        if (most <= 0)
            return 1;
        var unit = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return new[] { 1, 2, 2.5, 5, 10 }.Select(factor => factor * unit).First(top => top >= most * (1 - 1e-12));
    }
}
