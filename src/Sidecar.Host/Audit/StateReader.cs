using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Storage;
using Sidecar.Journal;

namespace Sidecar.Host.Audit;

/// <summary>Computes the state at an instant from the journal: finds each backend's last event before it, and folds only the events after
/// the latest earlier snapshot.</summary>
internal static class StateReader
{
    /// <param name="configured">Backends that are listed even if nothing has happened to them.</param>
    public static Task<StateReport> ReadAsync(
        IReadableDatabase journal, DateTimeOffset at, IEnumerable<string> configured, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using var view = JournalView.Open(journal);
            var known = view?.PersistenceIds().Select(JournalIds.BackendOf).OfType<string>() ?? [];
            var backends = new List<BackendReport>();
            foreach (var backend in known.Union(configured, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                cancellation.ThrowIfCancellationRequested();
                backends.Add(Read(view, backend, at));
            }
            return new StateReport(at, backends);
        },
        cancellation);

    private static BackendReport Read(JournalView? view, string backend, DateTimeOffset at)
    {
        var id = JournalIds.OfBackend(backend);
        if (view is null || JournalPosition.Find(view, id, at) is not { } last)
            return new BackendReport(backend, BackendStanding.Of(BackendState.Fresh, at), null);
        var place = new EventPlace(last.Ordering, last.SequenceNumber);
        try
        {
            return new BackendReport(backend, BackendStanding.Of(Fold(view, id, last.SequenceNumber), at), place);
        }
        catch (InvalidDataException fault)
        {
            // A backend with a damaged history must not hide the others.
            return new BackendReport(backend, null, place, fault.Message);
        }
    }

    /// <summary>The state after an event. Throws <see cref="InvalidDataException"/> for an event that cannot be read.</summary>
    public static BackendState Fold(JournalView view, string persistenceId, long upTo)
    {
        var (after, state) = view.SnapshotUpTo(persistenceId, upTo);
        foreach (var row in view.Between(persistenceId, after, upTo))
            state = state.Apply(BackendEventCodec.Read(row.Manifest ?? "", row.Message));
        return state;
    }
}
