using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage.Chain;

namespace Sidecar.Host.Storage.Sqlite;

/// <summary>The ledger's tables in SQLite, and the version that the file says it has.</summary>
internal static class SqliteLedgerSchema
{
    public const int Version = 2;

    /// <summary>The tables of rows, without their chains.</summary>
    public const string Tables = """
        CREATE TABLE attempts (
            id INTEGER PRIMARY KEY,
            at_us INTEGER NOT NULL,
            request_id TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            backend TEXT NOT NULL,
            pool TEXT NOT NULL,
            model TEXT NOT NULL,
            client TEXT,
            phase TEXT NOT NULL,
            status INTEGER,
            error_class TEXT,
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
            request_id TEXT NOT NULL,
            arrived_at_us INTEGER NOT NULL,
            outcome INTEGER NOT NULL,
            facts BLOB NOT NULL,
            digest INTEGER);
        CREATE INDEX walks_request ON walks (request_id);
        """;

    // Rows of the first version stay without a digest: they precede the chain.
    private const string AddChain = """
        ALTER TABLE attempts ADD COLUMN digest INTEGER;
        ALTER TABLE walks ADD COLUMN digest INTEGER;
        """;

    private static readonly string Finish = $"""
        {CheckpointTable.Create};
        {PruneTable.Create};
        {BatchTable.Create};
        {LinkTable.CreateFor("attempts")};
        {LinkTable.CreateFor("walks")};
        {LinkTable.CreateFor("prunes")};
        PRAGMA user_version = 2;
        """;

    // Made by earlier versions and never asked for: a walk is looked up by its request, and the order of ids is the order of time.
    private const string DropUnused = "DROP INDEX IF EXISTS walks_arrived";

    /// <summary>Creates the tables in an empty file, and what they lack in one of an earlier version. Throws when a later Sidecar made
    /// them.</summary>
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
            1 => $"{DropUnused}; {AddChain} {Finish}",
            _ => $"{DropUnused}; {BatchTable.Create}",
        };
        command.ExecuteNonQuery();
        transaction.Commit();
    }
}
