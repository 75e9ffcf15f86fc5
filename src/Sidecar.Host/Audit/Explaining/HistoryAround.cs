using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Storage;
using Sidecar.Journal;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Host.Audit.Explaining;

/// <summary>Reads the events around a walk: for each backend from the beginning of the rest at that time, found by snapshots, instead of
/// from its first event.</summary>
internal sealed class HistoryAround(JournalView view, DateTimeOffset from, DateTimeOffset to)
{
    // All clocks are of one process, but news needs time: the same bound as in the search for races.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>A backend's events around the walk of a request for this model. Empty if one of them cannot be read.</summary>
    public BackendHistory OfBackend(string backend, string model)
    {
        var id = JournalIds.OfBackend(backend);
        try
        {
            var last = JournalPosition.Find(view, id, from - Margin)?.SequenceNumber ?? 0;
            var (after, before) = view.SnapshotUpTo(id, last);
            var events = Read(id, after, last).ToList();
            while (after > 0 && !(IsTold(before, null, events) && IsTold(before, model, events)))
            {
                var upTo = after;
                (after, before) = view.SnapshotUpTo(id, upTo - 1);
                events.InsertRange(0, Read(id, after, upTo));
            }
            return new BackendHistory(before, [.. events, .. UntilOver(id, last)]);
        }
        catch (InvalidDataException)
        {
            // A backend with a damaged history must not hide the rest of the walk; its part is shown as unexplained.
            return BackendHistory.None;
        }
    }

    /// <summary>Emergency activations during the walk.</summary>
    public IReadOnlyList<JournalledEvent> OfEmergencies() =>
        [.. UntilOver(JournalIds.Emergency, JournalPosition.Before(view, JournalIds.Emergency, from))];

    // The state before the range is known, but not the events behind it: a rest in it must begin again within the range.
    private static bool IsTold(BackendState before, string? model, List<JournalledEvent> events) =>
        before.Rest(model).Mode == RestMode.Available || events.Exists(e => e.Event is CooldownStarted && e.Model == model);

    private IEnumerable<JournalledEvent> UntilOver(string id, long after) =>
        Read(id, after, long.MaxValue).TakeWhile(e => e.At <= to + Margin);

    private IEnumerable<JournalledEvent> Read(string id, long after, long upTo) => view.Between(id, after, upTo).Select(row =>
    {
        var type = row.Manifest ?? "";
        return new JournalledEvent(row.Ordering, row.SequenceNumber, type, BackendEventCodec.Read(type, row.Message));
    });
}
