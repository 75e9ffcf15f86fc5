using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage.Chain;
using Sidecar.Host.Storage.Search;
using Sidecar.Host.Storage.Sums;

namespace Sidecar.Host.Storage.Sqlite;

/// <summary>The ledger's tables in SQLite, and the schema version stored in the file.</summary>
internal static class SqliteLedgerSchema
{
    public const int Version = 3;

    /// <summary>The tables of rows, without their chains. Columns without a type contain a text, or its replacement: the number of a
    /// name, or the bytes of an id.</summary>
    public const string Tables = """
        CREATE TABLE attempts (
            id INTEGER PRIMARY KEY,
            at_us INTEGER NOT NULL,
            request_id NOT NULL,
            attempt INTEGER NOT NULL,
            backend NOT NULL,
            pool NOT NULL,
            model NOT NULL,
            client,
            phase NOT NULL,
            status INTEGER,
            error_class,
            prompt_tokens INTEGER,
            cached_tokens INTEGER,
            completion_tokens INTEGER,
            reasoning_tokens INTEGER,
            total_tokens INTEGER,
            cost_pico INTEGER,
            latency_ms REAL NOT NULL,
            first_token_ms REAL,
            streamed INTEGER NOT NULL,
            digest INTEGER);
        CREATE INDEX attempts_at ON attempts (at_us);
        CREATE INDEX attempts_request ON attempts (request_id);
        CREATE TABLE walks (
            id INTEGER PRIMARY KEY,
            request_id NOT NULL,
            arrived_at_us INTEGER NOT NULL,
            outcome INTEGER NOT NULL,
            facts BLOB NOT NULL,
            digest INTEGER);
        CREATE INDEX walks_request ON walks (request_id);
        """;

    // Rows of the first version have no digest: they precede the chain.
    private const string AddChain = """
        ALTER TABLE attempts ADD COLUMN digest INTEGER;
        ALTER TABLE walks ADD COLUMN digest INTEGER;
        """;

    private static readonly string Compact = $"""
        {NameTable.Create};
        {LinkTable.CreateFor("names")};
        {PrunedTable.Attempts.Create};
        {LinkTable.CreateFor(PrunedTable.Attempts.Prunes)};
        PRAGMA user_version = {Version};
        """;

    private static readonly string Finish = $"""
        {CheckpointTable.Create};
        {PrunedTable.Walks.Create};
        {BatchTable.Create};
        {LinkTable.CreateFor("attempts")};
        {LinkTable.CreateFor("walks")};
        {LinkTable.CreateFor("prunes")};
        {Compact}
        """;

    // SQLite's own way to change what does not affect the file's contents (https://sqlite.org/lang_altertable.html): removes the types of
    // text columns, because such a column would convert a number to text.
    private static readonly string Untype = $"""
        PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET sql = {Untyped("request_id", "backend", "pool", "model", "client", "phase", "error_class")}
        WHERE type = 'table' AND name IN ('attempts', 'walks');
        PRAGMA writable_schema = OFF;
        """;

    // Created by earlier versions and never used: a walk is looked up by its request, and ids are ordered by time.
    private const string DropUnused = "DROP INDEX IF EXISTS walks_arrived";

    /// <summary>Creates the tables in an empty file, and adds what they lack in one of an earlier version. Throws if a later version of
    /// Sidecar created them.</summary>
    public static void Ensure(SqliteConnection ledger)
    {
        using var transaction = ledger.BeginTransaction();
        using var command = ledger.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var found = (long)command.ExecuteScalar()!;
        if (found > Version)
            throw new InvalidDataException(
                $"The usage ledger has schema version {found}, this Sidecar knows up to {Version}: it was written by a later one.");
        command.CommandText = found switch
        {
            0 => $"{Tables} {Finish}",
            1 => $"{DropUnused}; {AddChain} {Finish} {Untype}",
            2 => $"{DropUnused}; {BatchTable.Create}; {Compact} {Untype}",
            _ => $"{DropUnused}; {BatchTable.Create}",
        };
        command.ExecuteNonQuery();
        // Every version ignores tables and indexes that it does not know.
        command.CommandText = $"{SumTable.CreateInSqlite} {WalkSource.CreateIndex}; {AttemptSource.CreateIndex}";
        command.ExecuteNonQuery();
        PolicyTable.Ensure(ledger);
        transaction.Commit();
        if (found is 0 or >= Version)
            return;
        // All connections read the schema again, including this one.
        using var reread = ledger.CreateCommand();
        reread.CommandText = "PRAGMA writable_schema = RESET";
        reread.ExecuteNonQuery();
    }

    private static string Untyped(params ReadOnlySpan<string> columns)
    {
        var sql = "sql";
        foreach (var column in columns)
            sql = $"replace({sql}, ' {column} TEXT', ' {column}')";
        return sql;
    }
}
