namespace Sidecar.Domain.Audit;

/// <summary>Finds where a history stood at an instant: its last event that is not later, in as few looks as a bisection takes.</summary>
/// <remarks>
/// Instants do not decrease from one event of a backend to the next, unless the clock was set back. Then it showed some instants twice, and
/// the history passed them twice: the later passage is looked for, because it is the one whose state is the present one. It is found
/// whenever the events stored between the step and that passage are at least as many as those between the earlier passage and the step.
/// </remarks>
public static class InstantSearch
{
    /// <summary>The number of the last event not later than <paramref name="instant"/>; 0 when all are later.</summary>
    /// <param name="count">Number of the last event; the first is 1.</param>
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

    // Keeps to: what low names is not later (0 stands for before everything), what high names is.
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
