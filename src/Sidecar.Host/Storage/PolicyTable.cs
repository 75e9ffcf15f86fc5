using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Storage;

/// <summary>The policies that were in force, in <c>ledger.db</c>: one row for each start, and for each change while the process
/// ran.</summary>
internal static class PolicyTable
{
    private const string Create =
        "CREATE TABLE IF NOT EXISTS policies (id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, policy TEXT NOT NULL)";

    /// <summary>Adds the policy of a start. Throws <see cref="SqliteException"/>.</summary>
    public static void Append(string path, DateTimeOffset at, string policy)
    {
        using var connection = new SqliteConnection(SqliteFiles.ConnectionString(path));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Create + "; INSERT INTO policies (at_us, policy) VALUES ($at, $policy)";
        command.Parameters.AddWithValue("$at", LedgerUnits.FromInstant(at));
        command.Parameters.AddWithValue("$policy", policy);
        command.ExecuteNonQuery();
    }

    /// <summary>The id of the last walk beside it; 0 when there is none. Throws <see cref="SqliteException"/>.</summary>
    public static long LastWalk(string path)
    {
        using var connection = new SqliteConnection(SqliteFiles.ConnectionString(path));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'walks'";
        if ((long)command.ExecuteScalar()! == 0)
            return 0;
        command.CommandText = "SELECT IFNULL(MAX(id), 0) FROM walks";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>All of them, oldest first; none where the file is older than the table.</summary>
    public static IReadOnlyList<StoredPolicy> Read(IReadableDatabase database, DataConnection ledger) =>
        !database.HasTable(ledger, "policies")
            ? []
            : [.. ledger.Query(row => new StoredPolicy(LedgerUnits.ToInstant(row.GetInt64(0)), row.GetString(1)),
                "SELECT at_us, policy FROM policies ORDER BY id")];
}

/// <summary>A policy and since when it was in force. <paramref name="Policy"/> is JSON, shape in <c>docs/events.md</c>; it never holds a
/// key.</summary>
internal sealed record StoredPolicy(DateTimeOffset At, string Policy);
