namespace Sidecar.Domain.Audit;

/// <summary>Finds the last event of a history that is not later than an instant, with as few lookups as a binary search.</summary>
/// <remarks>
/// Instants never decrease from one event of a backend to the next, unless the clock was set back. Then the history passes some instants
/// twice, and the later passage counts, because its state is the current one. It is found
/// whenever at least as many events are stored between the clock step and that passage as between the earlier passage and the step.
/// </remarks>
public static class InstantSearch
{
    /// <summary>The number of the last event not later than <paramref name="instant"/>; 0 if all are later.</summary>
    /// <param name="count">The number of the last event; the first is 1.</param>
    /// <param name="at">The instant of an event by its number.</param>
    public static long LastNotLater(long count, Func<long, DateTimeOffset> at, DateTimeOffset instant)
    {
        if (count == 0 || at(count) <= instant)
            return count;
        var found = Bisect(0, count, at, instant);
        for (var step = 2L; found + step < count; step *= 2)
            if (at(found + step) <= instant)
            {
                found = Bisect(found + step, count, at, instant);
                step = 1;
            }
        return found;
    }

    // Invariant: event "low" is not later (0 means before everything), event "high" is.
    private static long Bisect(long low, long high, Func<long, DateTimeOffset> at, DateTimeOffset instant)
    {
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (at(middle) <= instant)
                low = middle;
            else
                high = middle;
        }
        return low;
    }
}
