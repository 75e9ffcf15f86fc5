namespace Sidecar.Domain.Sums;

/// <summary>The sums of a range, point by point, oldest first.</summary>
public sealed record SumSeries(SumRange Range, IReadOnlyList<SumPoint> Points)
{
    public DateTimeOffset From => Points[0].From;

    public DateTimeOffset To => Points[^1].To;

    /// <param name="range">The range.</param>
    /// <param name="now">Its end.</param>
    /// <param name="slots">All slots that lie in it, in any order; several may be of the same time.</param>
    /// <param name="watched">When a Sidecar ran and would have counted.</param>
    /// <param name="only">The label that is shown; null: everything.</param>
    public static SumSeries Of(SumRange range, DateTimeOffset now, IEnumerable<(SumKey Key, SumSlot Slot)> slots,
        IReadOnlyList<Stretch> watched, SumLabel? only = null)
    {
        var (from, to) = range.Around(now);
        var cells = new SumCell?[(int)(range.Length / range.Step)];
        foreach (var (key, slot) in slots)
            if (key.From >= from && key.From < to)
            {
                ref var cell = ref cells[(int)((key.From - from) / range.Step)];
                cell ??= new SumCell();
                if (only is null)
                    cell.Add(slot.Total());
                else if (slot.By(only.Dimension).TryGetValue(only.Label, out var own))
                    cell.Add(own);
            }
        var points = new SumPoint[cells.Length];
        for (var i = 0; i < points.Length; i++)
        {
            var (begin, end) = (from + (range.Step * i), from + (range.Step * (i + 1)));
            // Nothing was counted while nobody was there to count: that is unknown, and zero only where Sidecar ran.
            var cell = cells[i] ?? (watched.Any(stretch => stretch.From < end && stretch.To > begin) ? new SumCell() : null);
            points[i] = new SumPoint(begin, end, cell);
        }
        return new SumSeries(range, points);
    }

    /// <summary>Everything in the range.</summary>
    public SumCell Total()
    {
        var total = new SumCell();
        foreach (var point in Points)
            if (point.Sums is { } sums)
                total.Add(sums);
        return total;
    }
}

/// <param name="Sums">Null: unknown, because no Sidecar ran.</param>
public sealed record SumPoint(DateTimeOffset From, DateTimeOffset To, SumCell? Sums);

/// <summary>One label of a dimension.</summary>
public sealed record SumLabel(SumDimension Dimension, string Label);
