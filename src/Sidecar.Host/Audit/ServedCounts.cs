using LinqToDB;
using LinqToDB.Data;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Audit;

/// <summary>Counts attempts per backend in a range, in the ledger's database.</summary>
internal static class ServedCounts
{
    /// <summary>Null if there is no ledger.</summary>
    public static IReadOnlyDictionary<string, ServedCount>? Read(IReadableDatabase database, DateTimeOffset from, DateTimeOffset to)
    {
        using var ledger = database.Open();
        if (ledger is null || !database.HasTable(ledger, "attempts"))
            return null;
        var (first, end) = (LedgerUnits.FromInstant(from), LedgerUnits.FromInstant(to));
        return ledger.GetTable<AttemptRecord>()
            .Where(row => row.At >= first && row.At < end)
            .GroupBy(row => row.Backend)
            .Select(rows => new { Backend = rows.Key, Attempts = rows.LongCount(), Served = rows.LongCount(row => row.ErrorClass == null) })
            .ToDictionary(count => count.Backend, count => new ServedCount(count.Attempts, count.Served), StringComparer.Ordinal);
    }
}
