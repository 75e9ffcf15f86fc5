using System.Diagnostics;

namespace Sidecar.Host.Storage.Search;

/// <summary>Finds requests in a ledger of millions of rows, a page at a time. It never writes.</summary>
/// <remarks>A page takes a bounded time, whatever is looked for: when that is over it tells how far back it has searched, and the next
/// page goes on from there.</remarks>
public sealed class RequestSearch(IReadableDatabase ledger, TimeProvider time)
{
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(150);

    /// <summary>Throws <see cref="InvalidDataException"/> if a stored walk cannot be read.</summary>
    public Task<FoundRequests> FindAsync(RequestQuery query, CancellationToken cancellation) =>
        // Reading blocks on the disk or the network, so it is moved off the threads that serve requests.
        Task.Run(() => Find(query, cancellation), cancellation);

    private FoundRequests Find(RequestQuery query, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var open = ledger.Open();
        if (open is null || !ledger.HasTable(open, "walks"))
            return new FoundRequests([], null, null);
        var isSqlite = LedgerViews.HasNames(open);
        var search = new Search(new LineReader(open, isSqlite), query, watch, cancellation);
        var hours = new HourIndex(ledger, open, query, time.GetUtcNow());
        return query.IsOfAttempts
            ? search.Run(new AttemptSource(open, query, isSqlite, hours))
            : search.Run(new WholeSource(open, query, isSqlite, hours));
    }

    // Takes rows from a source until the page is full, everything was searched, or the time is over.
    private sealed class Search(LineReader lines, RequestQuery query, Stopwatch watch, CancellationToken cancellation)
    {
        private readonly List<RequestLine> _lines = [];
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

        public FoundRequests Run(IRequestSource source)
        {
            while (source.Next() is { } found)
            {
                // No more at a time than the page has room for: whatever is read beyond that would be read again.
                for (var rest = found.AsSpan(); rest.Length > 0;)
                {
                    var some = rest[..Math.Min(rest.Length, query.Limit - _lines.Count)];
                    rest = rest[some.Length..];
                    if (Take(some) is { } place)
                        return new FoundRequests(_lines, place, null);
                }
                cancellation.ThrowIfCancellationRequested();
                if (watch.Elapsed > Most)
                    return new FoundRequests(_lines, source.Place, source.SearchedTo);
            }
            return new FoundRequests(_lines, null, null);
        }

        // The place of the last one, if the page is full now.
        private RequestCursor? Take(ReadOnlySpan<(string Id, RequestCursor Place)> some)
        {
            var fresh = new List<string>();
            foreach (var (id, _) in some)
                if (_seen.Add(id))
                    fresh.Add(id);
            var read = lines.Read(fresh);
            _lines.AddRange(fresh.Where(id => read.TryGetValue(id, out var line) && query.Takes(line)).Select(id => read[id]));
            return _lines.Count == query.Limit ? some[^1].Place : null;
        }
    }
}
