namespace Sidecar.Domain.Sums;

/// <summary>A stretch of time.</summary>
/// <param name="To">Exclusive.</param>
public readonly record struct Stretch(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The stretches in order, clipped to a range, those that overlap or nearly touch as one: as many as can be told apart when
    /// they are drawn.</summary>
    /// <param name="gap">The shortest gap that is kept.</param>
    public static IReadOnlyList<Stretch> Merge(IEnumerable<Stretch> stretches, DateTimeOffset from, DateTimeOffset to, TimeSpan gap)
    {
        var merged = new List<Stretch>();
        foreach (var stretch in stretches.OrderBy(stretch => stretch.From))
        {
            var clipped = new Stretch(stretch.From > from ? stretch.From : from, stretch.To < to ? stretch.To : to);
            if (clipped.To <= clipped.From)
                continue;
            if (merged.Count > 0 && clipped.From - merged[^1].To < gap)
                merged[^1] = merged[^1] with { To = merged[^1].To > clipped.To ? merged[^1].To : clipped.To };
            else
                merged.Add(clipped);
        }
        return merged;
    }
}
