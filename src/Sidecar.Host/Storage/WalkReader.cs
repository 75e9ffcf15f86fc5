using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Sidecar.Ledger;

namespace Sidecar.Host.Storage;

/// <summary>Reads one request's walk and attempts from the ledger, beside whoever writes it or when nobody does. It never writes.</summary>
public sealed class WalkReader(IReadableDatabase ledger)
{
    /// <summary>The walk, or null; and the attempts that have a row, in their order.</summary>
    public async Task<(StoredWalk? Walk, IReadOnlyList<AttemptRow> Attempts)> FindAsync(string requestId, CancellationToken cancellation)
    {
        await using var open = await Task.Run(Open, cancellation);
        if (open is null)
            return (null, []);
        var walk = await open.GetTable<WalkRecord>().FirstOrDefaultAsync(row => row.RequestId == requestId, cancellation);
        var attempts = await open.GetTable<AttemptRecord>().Where(row => row.RequestId == requestId).OrderBy(row => row.Attempt)
            .ToListAsync(cancellation);
        return (walk is null ? null : LedgerMapping.ToRow(walk), [.. attempts.Select(LedgerMapping.ToRow)]);
    }

    private DataConnection? Open()
    {
        if (ledger.Open() is not { } open)
            return null;
        // The tables come with the server's start, the file a moment before them.
        if (ledger.HasTable(open, "walks"))
            return open;
        open.Dispose();
        return null;
    }
}
