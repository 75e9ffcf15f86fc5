namespace Sidecar.Domain.Forecast;

/// <summary>The range that holds nine of ten of a figure's values.</summary>
internal readonly record struct Interval
{
    public Interval(IEnumerable<decimal?> values)
    {
        var known = values.OfType<decimal>().Order().ToList();
        if (known.Count == 0)
            return;
        var outside = Math.Max(0, ((known.Count + 1) / 20) - 1);
        (Low, Middle, High) = (known[outside], known[known.Count / 2], known[known.Count - 1 - outside]);
    }

    /// <summary>Null if no value is known.</summary>
    public decimal? Low { get; }

    public decimal? Middle { get; }

    public decimal? High { get; }
}
