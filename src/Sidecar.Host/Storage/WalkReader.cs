using LinqToDB.Data;
using Sidecar.Ledger;

namespace Sidecar.Host.Storage;

/// <summary>Reads one request's walk and attempts from the ledger, whether it is being written to or not. It never writes.</summary>
public sealed class WalkReader(IReadableDatabase ledger)
{
    /// <summary>The walk, or null; and the attempts that have a row, in order.</summary>
    public Task<(StoredWalk? Walk, IReadOnlyList<AttemptRow> Attempts)> FindAsync(string requestId, CancellationToken cancellation) =>
        // Reading blocks on the disk or the network, so it is moved off the threads that serve requests.
        Task.Run(() => Find(requestId), cancellation);

    private (StoredWalk? Walk, IReadOnlyList<AttemptRow> Attempts) Find(string requestId)
    {
        using var open = Open();
        if (open is null)
            return (null, []);
        var walk = LedgerViews.Walks(open, requestId).FirstOrDefault();
        var attempts = LedgerViews.Attempts(open, requestId).OrderBy(row => row.Attempt).ToList();
        return (walk is null ? null : LedgerMapping.ToRow(walk, NameTable.Read(open)), [.. attempts.Select(LedgerMapping.ToRow)]);
    }

    private DataConnection? Open()
    {
        if (ledger.Open() is not { } open)
            return null;
        // The file is created a moment before the tables.
        if (ledger.HasTable(open, "walks"))
            return open;
        open.Dispose();
        return null;
    }
}
