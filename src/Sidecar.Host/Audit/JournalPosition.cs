using Sidecar.Domain.Audit;
using Sidecar.Host.Storage;
using Sidecar.Journal;

namespace Sidecar.Host.Audit;

/// <summary>Finds the place in a backend's history at an instant, by the events' own instants: the indexed column only tells when a row
/// was written.</summary>
internal static class JournalPosition
{
    /// <summary>The last event not later than <paramref name="at"/>; null if there is none.</summary>
    public static JournalRecord? Find(JournalView view, string persistenceId, DateTimeOffset at)
    {
        if (view.LastUpTo(persistenceId, long.MaxValue) is not { } newest)
            return null;
        var place = InstantSearch.LastNotLater(newest.SequenceNumber, number => InstantOf(view, persistenceId, number), at);
        return place == newest.SequenceNumber ? newest : view.LastUpTo(persistenceId, place);
    }

    /// <summary>The number of the last event before <paramref name="instant"/>; 0 if there is none.</summary>
    public static long Before(JournalView view, string persistenceId, DateTimeOffset instant) =>
        Find(view, persistenceId, instant.AddTicks(-1))?.SequenceNumber ?? 0;

    /// <summary>The instant of the journal's first event; null if it is empty.</summary>
    public static DateTimeOffset? First(JournalView view)
    {
        DateTimeOffset? earliest = null;
        foreach (var id in view.PersistenceIds())
            if (view.Between(id, 0, long.MaxValue).FirstOrDefault() is { } row && BackendEventCodec.ReadInstant(row.Message) is { } at
                && !(at >= earliest))
                earliest = at;
        return earliest;
    }

    // An unreadable event counts as having happened together with the one before it; whoever folds it reports the fault.
    private static DateTimeOffset InstantOf(JournalView view, string persistenceId, long number)
    {
        while (view.LastUpTo(persistenceId, number) is { } row)
        {
            if (BackendEventCodec.ReadInstant(row.Message) is { } instant)
                return instant;
            number = row.SequenceNumber - 1;
        }
        return DateTimeOffset.MinValue;
    }
}
