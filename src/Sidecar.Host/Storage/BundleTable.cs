using LinqToDB.Data;
using Microsoft.Data.Sqlite;

namespace Sidecar.Host.Storage;

/// <summary>What an exported file says about itself: the range for which it was made. It contains more on both sides, which is needed to
/// understand the range.</summary>
internal static class BundleTable
{
    private const string Create = "CREATE TABLE capsule (version INTEGER NOT NULL, made_at_us INTEGER NOT NULL, from_us INTEGER NOT NULL, "
        + "to_us INTEGER NOT NULL, request_id TEXT)";
    private const int Version = 1;

    public static void Write(SqliteConnection file, DateTimeOffset madeAt, BundleRange range)
    {
        using var command = file.CreateCommand();
        command.CommandText = Create + "; INSERT INTO capsule VALUES ($version, $at, $from, $to, $request)";
        command.Parameters.AddWithValue("$version", Version);
        command.Parameters.AddWithValue("$at", LedgerUnits.FromInstant(madeAt));
        command.Parameters.AddWithValue("$from", LedgerUnits.FromInstant(range.From));
        command.Parameters.AddWithValue("$to", LedgerUnits.FromInstant(range.To));
        command.Parameters.AddWithValue("$request", (object?)range.RequestId ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    /// <summary>Null if the file is not an exported one. Throws <see cref="InvalidDataException"/> for one of a later version.</summary>
    public static BundleRange? Read(IReadableDatabase database, DataConnection file)
    {
        if (!database.HasTable(file, "capsule"))
            return null;
        var (version, range) = file.Query(
            row => (row.GetInt32(0), new BundleRange(
                LedgerUnits.ToInstant(row.GetInt64(1)), LedgerUnits.ToInstant(row.GetInt64(2)), row.IsDBNull(3) ? null : row.GetString(3))),
            "SELECT version, from_us, to_us, request_id FROM capsule").Single();
        return version <= Version ? range
            : throw new InvalidDataException($"the capsule is of version {version}; this version of Sidecar reads {Version}");
    }
}

/// <param name="To">Exclusive.</param>
/// <param name="RequestId">The request for which it was made; null for a range.</param>
internal sealed record BundleRange(DateTimeOffset From, DateTimeOffset To, string? RequestId);
