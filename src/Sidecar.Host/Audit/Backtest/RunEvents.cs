using Sidecar.Domain.Recordings;
using Sidecar.Host.Storage;
using Sidecar.Journal;

namespace Sidecar.Host.Audit.Backtest;

/// <summary>Finds the journal's events that belong to a run.</summary>
/// <remarks>Leases record how many events came before them, and no clock step changes that. Without leases, and within a range, the events'
/// instants decide.</remarks>
internal sealed class RunEvents
{
    private readonly JournalView? _journal;
    private readonly Dictionary<string, (long First, long Last)> _own;
    private readonly Dictionary<string, (long First, long Last)> _next;
    private readonly DateTimeOffset _start;
    private readonly DateTimeOffset _end;

    public RunEvents(JournalView? journal, IReadOnlyList<StoredRun> runs, IReadOnlyList<RecordedWalk>[] walks, int run,
        DateTimeOffset? from, DateTimeOffset? to)
    {
        _journal = journal;
        // By number and not by time: a request that arrived before the range may have got its lease later.
        var isWhole = from is null && to is null && runs[run].BehindWalk is not null;
        _own = isWhole ? Behind(walks[run]) : [];
        _next = isWhole && run + 1 < runs.Count ? Behind(walks[run + 1]) : [];
        var (at, next) = (runs[run].At, run + 1 < runs.Count ? runs[run + 1].At : DateTimeOffset.MaxValue);
        // A whole run begins with the state that its process found.
        _start = HistoryReader.Before(from) > at ? walks[run].Min(walk => walk.Arrived.At) : at;
        _end = HistoryReader.Behind(to) is { } until && until < next ? until : next;
    }

    public RecordedEvents Of(string backend)
    {
        if (_journal is null)
            return RecordedEvents.None;
        var id = JournalIds.OfBackend(backend);
        var before = _own.TryGetValue(backend, out var own) ? own.First : JournalPosition.Before(_journal, id, _start);
        var last = _next.TryGetValue(backend, out var next) ? next.First
            : _end <= _start ? long.MaxValue
            : Math.Max(own.Last, JournalPosition.Before(_journal, id, _end));
        var (behind, state) = _journal.SnapshotUpTo(id, before);
        var events = _journal.Between(id, behind, last).Select(row => BackendEventCodec.Read(row.Manifest ?? "", row.Message));
        return new RecordedEvents(behind, state, [.. events], (int)(before - behind));
    }

    // For each backend: the number of events before its first lease of the run, and before its last.
    private static Dictionary<string, (long First, long Last)> Behind(IReadOnlyList<RecordedWalk> walks)
    {
        var behind = new Dictionary<string, (long First, long Last)>(StringComparer.Ordinal);
        foreach (var lease in walks.SelectMany(walk => walk.Facts)
            .Where(fact => fact is { Kind: "lease", Backend: not null, Place.Number: > 0 }))
            behind[lease.Backend!] = behind.TryGetValue(lease.Backend!, out var known)
                ? (Math.Min(known.First, lease.Place.Events), Math.Max(known.Last, lease.Place.Events))
                : (lease.Place.Events, lease.Place.Events);
        return behind;
    }
}
