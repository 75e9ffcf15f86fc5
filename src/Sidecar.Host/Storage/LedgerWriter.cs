using Microsoft.Data.Sqlite;
using Sidecar.Domain.Walk;
using Sidecar.Host.Storage.Chain;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Ledger;
using SQLitePCL;

namespace Sidecar.Host.Storage;

/// <summary>A connection with its statements, kept for as long as writing succeeds. After an exception it is to be disposed, which takes
/// back what had not been committed.</summary>
internal sealed class LedgerWriter : IDisposable
{
    private const int BusyMilliseconds = 30_000;

    private readonly SqliteConnection _connection;
    private readonly LedgerRetention _retention;
    private readonly TimeProvider _time;
    private readonly WalkFactEncoder _facts = new();
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _commit;
    private readonly sqlite3_stmt _rollback;
    private readonly BatchTable _batches;
    private readonly LedgerTable _attempts;
    private readonly LedgerTable _walks;
    private readonly LedgerTable _prunes;
    private readonly CheckpointTable _checkpoints;
    private readonly WalkPruning _pruning;

    public LedgerWriter(string path, LedgerRetention retention, TimeProvider time)
    {
        (_retention, _time) = (retention, time);
        // Out of the pool, which would hand its statements' connection to others and not close it when told.
        _connection =
            new SqliteConnection(new SqliteConnectionStringBuilder(SqliteFiles.ConnectionString(path)) { Pooling = false }.ToString());
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
            _rollback = SqliteCalls.Prepare(Database, "ROLLBACK");
            _batches = new BatchTable(Database);
            SqliteCalls.Run(Database, _begin);
            _attempts = new LedgerTable(_connection, "attempts", ChainSeed.Attempts, LedgerInserts.AttemptColumns, retention.Chain,
                LinkHead.Start(ChainSeed.Attempts));
            _walks = new LedgerTable(
                _connection, "walks", ChainSeed.Walks, LedgerInserts.WalkColumns, retention.Chain, PruneTable.Last(_connection));
            // Always chained: they are what tells rows that were deleted as agreed from rows that somebody took away.
            _prunes = new LedgerTable(
                _connection, "prunes", ChainSeed.Prunes, PruneTable.Columns, isChained: true, LinkHead.Start(ChainSeed.Prunes));
            SqliteCalls.Run(Database, _commit);
            _checkpoints = new CheckpointTable(_connection, ChainSeed.LedgerCheckpoints, retention.Key);
            _pruning = new WalkPruning(_connection);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private sqlite3 Database => _connection.Handle!;

    /// <summary>Writes the batch, unless it is there already.</summary>
    public void Append(LedgerBatchId batch, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks)
    {
        SqliteCalls.Run(Database, _begin);
        if (!_batches.TryEnter(batch))
        {
            SqliteCalls.Run(Database, _rollback);
            return;
        }
        for (var i = 0; i < attempts.Count; i++)
            LedgerInserts.Insert(_attempts.Next(), attempts[i]);
        _attempts.Link();
        for (var i = 0; i < walks.Count; i++)
            if (WalkSampling.Keeps(walks[i].Facts, _retention.Sample))
                LedgerInserts.Insert(_walks.Next(), walks[i], _facts);
        _walks.Link();
        if (_attempts.IsCheckpointDue || _walks.IsCheckpointDue)
            WriteCheckpoints();
        SqliteCalls.Run(Database, _commit);
    }

    /// <summary>Says which walks are too old, and that everything up to here has been written. Their rows are for
    /// <see cref="DeleteSome"/>.</summary>
    public void Maintain()
    {
        SqliteCalls.Run(Database, _begin);
        if (_retention.Walks > TimeSpan.Zero && _pruning.Find(_time.GetUtcNow() - _retention.Walks) is { } left)
            _pruning.Announce(_prunes.Next(), _time.GetUtcNow(), left);
        _prunes.Link();
        WriteCheckpoints();
        SqliteCalls.Run(Database, _commit);
    }

    /// <summary>Deletes a few of the walks that are too old; false when there are no more.</summary>
    public bool DeleteSome() => _pruning.DeleteSome();

    public void Dispose()
    {
        // Statements first: SQLite closes a file only behind the last of them. Those that an exception kept from being made are null.
        _begin?.Dispose();
        _commit?.Dispose();
        _rollback?.Dispose();
        _batches?.Dispose();
        _attempts?.Dispose();
        _walks?.Dispose();
        _prunes?.Dispose();
        _connection.Dispose();
        _facts.Dispose();
    }

    private void WriteCheckpoints()
    {
        var now = _time.GetUtcNow();
        _attempts.Checkpoint(_checkpoints, now);
        _walks.Checkpoint(_checkpoints, now);
        _prunes.Checkpoint(_checkpoints, now);
    }
}
