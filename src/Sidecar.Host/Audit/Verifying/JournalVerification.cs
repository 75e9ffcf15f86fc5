using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Storage.Chain;
using Sidecar.Journal;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>Verifies the journal in one pass over its events, checking them against their sequence, their chain and the
/// snapshots.</summary>
/// <param name="isStopped">The server was stopped normally and so has chained everything: an event without a link was written by someone
/// else.</param>
internal sealed class JournalVerification(EvidenceFile file, VerifyReport report, SigningKey? key, bool isStopped)
{
    private readonly Dictionary<string, EventStream> _streams = new(StringComparer.Ordinal);
    private Difference? _first;

    /// <summary>The file's valid checkpoints.</summary>
    public List<Checkpoint> Found { get; private set; } = [];

    /// <param name="each">Called for every event that could be read.</param>
    public void Run(Action<string, IBackendEvent>? each = null)
    {
        Found = Checkpoints.Read(file, ChainSeed.JournalCheckpoints, key, report);
        var checkpoints = Found.FindAll(checkpoint => checkpoint.Chain == ChainSeed.Journal);
        if (!file.HasTable("journal"))
        {
            report.Add(new Checked(file.Name, "events", 0, "no event was ever stored"));
            return;
        }
        using var chain = file.HasTable("event_chain") ? new EventChainCheck(file, checkpoints) : null;
        using var snapshots = new SnapshotCheck(file);
        var events = Read(chain, snapshots, each);
        chain?.End();
        snapshots.End();
        report.Add(new Checked(file.Name, "events", events, $"{_streams.Count} sequences"));
        report.Add(new Checked(file.Name, "snapshots", snapshots.Compared));
        report.Add(new Checked(file.Name, "chained events", chain?.Chained ?? 0,
            chain is null ? "not chained" : chain.Tail > 0 ? $"not yet chained tail: {chain.Tail} rows" : ""));
        var unchained =
            isStopped ? chain?.TailBegins?.Differs(file.Name, "the event has no link, although the server was stopped in order") : null;
        var uncovered = isStopped
            ? chain?.Uncovered?.Differs(file.Name, "no checkpoint covers the event, although the server was stopped in order") : null;
        foreach (var difference in new[] { _first, chain?.First, unchained, uncovered }.OfType<Difference>().OrderBy(d => d.Row))
            report.Add(difference);
        report.Add(snapshots.First);
    }

    private long Read(EventChainCheck? chain, SnapshotCheck snapshots, Action<string, IBackendEvent>? each)
    {
        var (count, row, stream) = (0L, new CanonicalRow(), new EventStream(""));
        using var rows = file.Read($"SELECT {EventChainTable.ChainedColumns}, deleted, identifier FROM journal ORDER BY ordering");
        while (rows.Next())
        {
            count++;
            if (!rows.Bytes(1).SequenceEqual(System.Text.Encoding.UTF8.GetBytes(stream.PersistenceId)))
                stream = StreamOf(rows.Text(1));
            var place = new EventPlace(rows.Whole(0), stream.PersistenceId, rows.Whole(2));
            var fault = stream.Fold(place.SequenceNumber, rows.Text(3), rows.Bytes(4), out var happened);
            if ((fault ?? Mark(rows)) is { } what)
                _first ??= place.Differs(file.Name, what);
            if (happened is not null)
                each?.Invoke(stream.PersistenceId, happened);
            snapshots.See(stream);
            if (chain is null)
                continue;
            row.Clear();
            rows.AddTo(row, EventChainTable.ChainedColumnCount);
            chain.See(place, row);
        }
        return count;
    }

    private EventStream StreamOf(string id)
    {
        if (!_streams.TryGetValue(id, out var stream))
            _streams[id] = stream = new EventStream(id);
        return stream;
    }

    // Columns that the server uses when it reads its journal: an event with such a mark would be skipped, or could not be read.
    private static string? Mark(EvidenceRows rows) =>
        rows.Whole(5) != 0 ? "the event is marked as deleted, which Sidecar never does"
        : !rows.IsNull(6) && rows.Whole(6) != BackendEventSerializer.FixedIdentifier
            ? $"the event's serializer is {rows.Whole(6)}, not {BackendEventSerializer.FixedIdentifier}"
        : null;
}
