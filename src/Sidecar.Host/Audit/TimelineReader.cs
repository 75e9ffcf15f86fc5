using LinqToDB;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Storage;
using Sidecar.Journal;

namespace Sidecar.Host.Audit;

/// <summary>Computes the timeline from journal and ledger.</summary>
/// <param name="configured">Backends that are listed even if nothing has happened to them.</param>
internal sealed class TimelineReader(StoredData data, IEnumerable<string> configured)
{
    /// <summary>Throws <see cref="InvalidDataException"/> for a stored event that cannot be read.</summary>
    public Task<TimelineReport> ReadAsync(TimelineQuery query, DateTimeOffset now, CancellationToken cancellation) =>
        Task.Run(() => Read(query, now, cancellation), cancellation);

    /// <summary>Why there is nothing to draw: an unknown backend, or a time in the future; null if there is. What does not exist must not
    /// look healthy.</summary>
    public Task<string?> RefuseAsync(TimelineQuery query, DateTimeOffset now, CancellationToken cancellation) => Task.Run(
        () =>
        {
            if (query.From > now)
                return $"{InstantText.Format(query.From.Value)} is yet to come";
            using var view = JournalView.Open(data.Journal);
            using var ledger = data.Ledger.Open();
            foreach (var backend in query.Backends.Except(configured, StringComparer.Ordinal))
                if (view?.LastUpTo(JournalIds.OfBackend(backend), long.MaxValue) is null
                    && (ledger is null || !data.Ledger.HasTable(ledger, "attempts")
                        || !ledger.GetTable<AttemptRecord>().Any(row => row.Backend == backend)))
                    return $"nothing is known of a backend '{backend}'";
            return null;
        },
        cancellation);

    /// <summary>How many events a timeline would read; found without reading them.</summary>
    public Task<long> CountAsync(TimelineQuery query, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using var view = JournalView.Open(data.Journal);
            return view is null ? 0 : Backends(view, query).Select(JournalIds.OfBackend).Append(JournalIds.Emergency)
                .Sum(id => Place(view, id, query.To ?? DateTimeOffset.MaxValue) - Place(view, id, query.From ?? DateTimeOffset.MinValue));
        },
        cancellation);

    private TimelineReport Read(TimelineQuery query, DateTimeOffset now, CancellationToken cancellation)
    {
        using var view = JournalView.Open(data.Journal);
        var to = query.To < now ? query.To.Value : now;
        var from = query.From ?? (view is null ? null : JournalPosition.First(view)) ?? to;
        if (from > to)
            from = to;
        var served = ServedCounts.Read(data.Ledger, from, to);
        var backends = new List<BackendTimeline>();
        foreach (var backend in Backends(view, query))
        {
            cancellation.ThrowIfCancellationRequested();
            var intervals = view is null ? [] : Intervals(view, JournalIds.OfBackend(backend), from, to);
            var count = served is null ? null : served.GetValueOrDefault(backend) ?? new ServedCount(0, 0);
            backends.Add(new BackendTimeline(backend, intervals, CooldownTotals.Of(intervals, from, to), count));
        }
        return new TimelineReport(from, to, backends, view is null ? [] : Emergencies(view, from, to));
    }

    private static long Place(JournalView view, string id, DateTimeOffset instant) =>
        instant == DateTimeOffset.MinValue ? 0 : JournalPosition.Before(view, id, instant);

    private IEnumerable<string> Backends(JournalView? view, TimelineQuery query) => query.Backends.Count > 0
        ? query.Backends.Distinct(StringComparer.Ordinal)
        : (view?.PersistenceIds().Select(JournalIds.BackendOf).OfType<string>() ?? []).Union(configured, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private static IReadOnlyList<CooldownInterval> Intervals(JournalView view, string id, DateTimeOffset from, DateTimeOffset to)
    {
        var before = JournalPosition.Before(view, id, from);
        var fold = new IntervalFold(StateReader.Fold(view, id, before), from);
        foreach (var row in view.Between(id, before, JournalPosition.Before(view, id, to)))
            fold.Add(BackendEventCodec.Read(row.Manifest ?? "", row.Message));
        return fold.Close(to);
    }

    private static List<EmergencyMark> Emergencies(JournalView view, DateTimeOffset from, DateTimeOffset to) =>
        [.. view.Between(JournalIds.Emergency, JournalPosition.Before(view, JournalIds.Emergency, from),
            JournalPosition.Before(view, JournalIds.Emergency, to))
            .Select(row => BackendEventCodec.Read(row.Manifest ?? "", row.Message))
            .OfType<CooldownEvents.V1.EmergencyActivated>()
            .Select(happened => new EmergencyMark(happened.At, happened.Model, happened.Cause.RequestId, happened.Activations))];
}
