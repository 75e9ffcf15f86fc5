using Microsoft.Data.Sqlite;
using Sidecar.Domain.Walk;
using Sidecar.Ledger;
using SQLitePCL;

namespace Sidecar.Storage;

/// <summary>A connection with its statements, kept for as long as writing succeeds. After an exception it is to be disposed, which takes back what had not been committed.</summary>
internal sealed class LedgerWriter : IDisposable
{
    private const int BusyMilliseconds = 30_000;

    private readonly SqliteConnection _connection;
    private readonly WalkFactEncoder _facts = new();
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _commit;
    private readonly InsertStatement _attempts;
    private readonly InsertStatement _walks;

    public LedgerWriter(string path)
    {
        // Out of the pool, which would hand its statements' connection to others and not close it when told.
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder(SqliteFiles.ConnectionString(path)) { Pooling = false }.ToString());
        try
        {
            _connection.Open();
            using (var command = _connection.CreateCommand())
            {
                command.CommandText = SqliteProvider.Relaxed;
                command.ExecuteNonQuery();
            }
            // Statements run without the driver wait for other writers only if SQLite itself is told to.
            _ = raw.sqlite3_busy_timeout(Database, BusyMilliseconds);
            _begin = SqliteCalls.Prepare(Database, "BEGIN IMMEDIATE");
            _commit = SqliteCalls.Prepare(Database, "COMMIT");
            _attempts = new InsertStatement(Database, "attempts", LedgerInserts.AttemptColumns);
            _walks = new InsertStatement(Database, "walks", LedgerInserts.WalkColumns);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private sqlite3 Database => _connection.Handle!;

    public void Append(IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks)
    {
        SqliteCalls.Run(Database, _begin);
        for (var i = 0; i < attempts.Count; i++)
            LedgerInserts.Insert(_attempts, attempts[i]);
        for (var i = 0; i < walks.Count; i++)
            LedgerInserts.Insert(_walks, walks[i], _facts);
        SqliteCalls.Run(Database, _commit);
    }

    public void Dispose()
    {
        // Statements first: SQLite closes a file only behind the last of them. Those that an exception kept from being made are null.
        _begin?.Dispose();
        _commit?.Dispose();
        _attempts?.Dispose();
        _walks?.Dispose();
        _connection.Dispose();
        _facts.Dispose();
    }
}
