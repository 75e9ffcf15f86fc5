using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Tests.Kit;

/// <summary>One stored attempt, with the columns that tests look at.</summary>
internal sealed record StoredAttempt(string RequestId, long Attempt, string Backend, string Phase, long? Status, string? ErrorClass,
    long? TotalTokens);

/// <summary>Reads a ledger's file without the server, which may be down.</summary>
internal static class LedgerFile
{
    public static IReadOnlyList<StoredAttempt> Attempts(string dataDirectory)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(dataDirectory, "ledger.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        LedgerViews.Ensure(connection);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT request_id, attempt, backend, phase, status, error_class, total_tokens FROM attempts ORDER BY id";
        using var reader = command.ExecuteReader();
        var attempts = new List<StoredAttempt>();
        while (reader.Read())
            attempts.Add(new StoredAttempt(
                reader.GetString(0),
                reader.GetInt64(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetInt64(4),
                reader.IsDBNull(5) ? null : reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetInt64(6)));
        return attempts;
    }
}
