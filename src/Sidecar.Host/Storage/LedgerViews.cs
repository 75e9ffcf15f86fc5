using System.Data.Common;
using LinqToDB;
using LinqToDB.Data;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Storage;

/// <summary>Shows readers of a SQLite ledger its rows in readable form, whatever their stored form: temporary views, in the reader's own
/// connection, hide the tables, because a reader may not be allowed to write to the file.</summary>
internal static class LedgerViews
{
    private const string Names = "SELECT COUNT(*) FROM main.sqlite_master WHERE type = 'table' AND name = 'names'";

    // The id in its stored form: requests are looked up by it, because it has an index.
    private const string Id =
        "CASE typeof(request_id) WHEN 'blob' THEN lower(hex(request_id)) ELSE request_id END AS request_id, request_id AS request_key";

    private static readonly string Create = $"""
        CREATE TEMP VIEW IF NOT EXISTS attempts AS SELECT id, at_us, {Id}, attempt, {Text("backend")}, {Text("pool")}, {Text("model")},
            {Text("client")}, {Text("phase")}, status, {Text("error_class")}, prompt_tokens, cached_tokens, completion_tokens,
            reasoning_tokens, total_tokens, cost_pico, latency_ms, first_token_ms, streamed FROM main.attempts;
        CREATE TEMP VIEW IF NOT EXISTS walks AS SELECT id, {Id}, arrived_at_us, outcome, facts FROM main.walks;
        """;

    /// <summary>Must be called once for each connection; does nothing if the file is of an earlier version, or not a ledger.</summary>
    public static void Ensure(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Names;
        if ((long)command.ExecuteScalar()! == 0)
            return;
        command.CommandText = Create;
        command.ExecuteNonQuery();
    }

    public static bool HasNames(DataConnection ledger) =>
        ledger.DataProvider.Name == SqliteProvider.Name && ledger.Execute<long>(Names) > 0;

    /// <summary>The attempts of one request.</summary>
    public static IQueryable<AttemptRecord> Attempts(DataConnection ledger, string requestId) => HasNames(ledger)
        ? ledger.FromSql<AttemptRecord>($"SELECT * FROM attempts WHERE request_key IN ({Key(requestId)}, {requestId})")
        : ledger.GetTable<AttemptRecord>().Where(row => row.RequestId == requestId);

    /// <summary>The walk of one request.</summary>
    public static IQueryable<WalkRecord> Walks(DataConnection ledger, string requestId) => HasNames(ledger)
        ? ledger.FromSql<WalkRecord>($"SELECT * FROM walks WHERE request_key IN ({Key(requestId)}, {requestId})")
        : ledger.GetTable<WalkRecord>().Where(row => row.RequestId == requestId);

    private static DataParameter Key(string requestId)
    {
        Span<byte> bytes = stackalloc byte[RequestIdBytes.Size];
        return new DataParameter("key", RequestIdBytes.TryWrite(requestId, bytes) ? bytes.ToArray() : [], DataType.VarBinary);
    }

    private static string Text(string column) =>
        $"CASE typeof({column}) WHEN 'integer' THEN (SELECT text FROM main.names WHERE id = {column}) ELSE {column} END AS {column}";
}
