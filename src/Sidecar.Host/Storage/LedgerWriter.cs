using Microsoft.Data.Sqlite;
using Sidecar.Domain.Walk;
using Sidecar.Host.Storage.Chain;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Storage.Sums;
using Sidecar.Ledger;
using SQLitePCL;

namespace Sidecar.Host.Storage;

/// <summary>A connection with its statements, kept as long as writing succeeds. After an exception it must be disposed, which rolls back
/// what was not committed.</summary>
internal sealed class LedgerWriter : IDisposable
{
    private const int BusyMilliseconds = 30_000;

    private readonly SqliteConnection _connection;
    private readonly LedgerRetention _retention;
    private readonly TimeProvider _time;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _commit;
    private readonly sqlite3_stmt _rollback;
    private readonly BatchTable _batches;
    private readonly NameTable _nameIds;
    private readonly WalkFactEncoder _facts;
    private readonly List<(WalkRow Row, Range Facts)> _kept = [];
    private readonly LedgerTable _names;
    private readonly LedgerTable _attempts;
    private readonly LedgerTable _walks;
    private readonly LedgerTable _walkPrunes;
    private readonly LedgerTable _attemptPrunes;
    private readonly CheckpointTable _checkpoints;
    private readonly LinkTable _policies;
    private readonly string _journal;
    private long _policiesCheckpointed;
    private long _journalNamed;
    private readonly RowPruning _oldWalks;
    private readonly RowPruning _oldAttempts;
    private readonly SumTable _sumTable;
    private readonly SumWriter _sums;

    /// <param name="path">The ledger's file.</param>
    /// <param name="retention">How long rows are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="since">Since when rows come here without a gap.</param>
    public LedgerWriter(string path, LedgerRetention retention, TimeProvider time, DateTimeOffset since)
    {
        (_retention, _time) = (retention, time);
        _journal = SqliteFiles.In(Path.GetDirectoryName(path)!).Journal;
        // Outside the pool, which would share the connection with its statements, and not close it when told.
        _connection =
            new SqliteConnection(new SqliteConnectionStringBuilder(SqliteFiles.ConnectionString(path)) { Pooling = false }.ToString());
        try
        {
            _connection.Open();
            Set(SqliteProvider.Relaxed);
            // Statements that bypass the driver wait for other writers only if SQLite itself is told to.
            _ = raw.sqlite3_busy_timeout(Database, BusyMilliseconds);
            _begin = SqliteCalls.Prepare(Database, "BEGIN IMMEDIATE");
            _commit = SqliteCalls.Prepare(Database, "COMMIT");
            _rollback = SqliteCalls.Prepare(Database, "ROLLBACK");
            _batches = new BatchTable(Database);
            SqliteCalls.Run(Database, _begin);
            _nameIds = new NameTable(_connection);
            _facts = new WalkFactEncoder(_nameIds);
            _names = new LedgerTable(
                _connection, "names", ChainSeed.Names, NameTable.Columns, retention.Chain, LinkHead.Start(ChainSeed.Names));
            _attempts = new LedgerTable(_connection, "attempts", ChainSeed.Attempts, LedgerInserts.AttemptColumns, retention.Chain,
                PrunedTable.Attempts.Last(_connection));
            _walks = new LedgerTable(_connection, "walks", ChainSeed.Walks, LedgerInserts.WalkColumns, retention.Chain,
                PrunedTable.Walks.Last(_connection));
            _walkPrunes = PrunesOf(PrunedTable.Walks);
            _attemptPrunes = PrunesOf(PrunedTable.Attempts);
            SqliteCalls.Run(Database, _commit);
            _checkpoints = new CheckpointTable(_connection, ChainSeed.LedgerCheckpoints, retention.Key);
            _policies = new LinkTable(_connection, PolicyTable.Name);
            _policiesCheckpointed = CheckpointTable.Last(_connection, ChainSeed.Policies);
            _journalNamed = CheckpointTable.Last(_connection, ChainSeed.JournalCheckpoints);
            _oldWalks = new RowPruning(_connection, PrunedTable.Walks, "arrived_at_us");
            _oldAttempts = new RowPruning(_connection, PrunedTable.Attempts, "at_us");
            (_sumTable, _sums) = (new SumTable(_connection), new SumWriter(since));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private sqlite3 Database => _connection.Handle!;

    /// <summary>Writes the batch, unless it is already stored.</summary>
    public void Append(LedgerBatchId batch, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks)
    {
        SqliteCalls.Run(Database, _begin);
        if (!_batches.TryEnter(batch))
        {
            SqliteCalls.Run(Database, _rollback);
            return;
        }
        Encode(attempts, walks);
        _nameIds.Write(_names);
        for (var i = 0; i < attempts.Count; i++)
            LedgerInserts.Insert(_attempts.Next(), attempts[i], _nameIds);
        _attempts.Link();
        foreach (var (row, facts) in _kept)
            LedgerInserts.Insert(_walks.Next(), row, _facts.Written[facts]);
        _walks.Link();
        if (_attempts.IsCheckpointDue || _walks.IsCheckpointDue || _names.IsCheckpointDue)
            WriteCheckpoints();
        _sums.Append(_sumTable, attempts, walks, _time.GetUtcNow());
        SqliteCalls.Run(Database, _commit);
        _sums.Committed();
    }

    /// <summary>Records which rows are too old and will be deleted by <see cref="DeleteSome"/>, and checkpoints everything written so
    /// far.</summary>
    public void Maintain()
    {
        // On disk before the journal refers to it.
        Set(SqliteProvider.Synced);
        SqliteCalls.Run(Database, _begin);
        Announce(_oldWalks, _walkPrunes, _retention.Walks);
        Announce(_oldAttempts, _attemptPrunes, _retention.Attempts);
        WriteCheckpoints();
        var now = _time.GetUtcNow();
        _journalNamed = CrossLink.Write(_checkpoints, now, _journal, ChainSeed.JournalCheckpoints, _journalNamed, now);
        _sums.Maintain(_sumTable, now);
        SqliteCalls.Run(Database, _commit);
        Set(SqliteProvider.Relaxed);
    }

    /// <summary>Deletes some of the rows that are too old, or returns some of their space to the disk; false if there is nothing left to
    /// do.</summary>
    public bool DeleteSome() => _oldWalks.DeleteSome() || _oldAttempts.DeleteSome() || FreePages.GiveBackSome(_connection);

    public void Dispose()
    {
        // Statements first: SQLite closes a file only after the last of them. Some are null if an exception prevented their creation.
        _begin?.Dispose();
        _commit?.Dispose();
        _rollback?.Dispose();
        _batches?.Dispose();
        _names?.Dispose();
        _attempts?.Dispose();
        _walks?.Dispose();
        _walkPrunes?.Dispose();
        _attemptPrunes?.Dispose();
        _connection.Dispose();
    }

    // Names first, because stored rows refer to names stored before them.
    private void Encode(IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks)
    {
        _kept.Clear();
        _facts.Clear();
        for (var i = 0; i < attempts.Count; i++)
            LedgerInserts.Name(_nameIds, attempts[i]);
        for (var i = 0; i < walks.Count; i++)
            if (WalkSampling.Keeps(walks[i].Facts, _retention.Sample))
                _kept.Add((walks[i], _facts.Add(walks[i].RequestId, walks[i].Facts)));
    }

    private void Set(string pragma)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = pragma;
        command.ExecuteNonQuery();
    }

    private void Announce(RowPruning old, LedgerTable prunes, TimeSpan keep)
    {
        var now = _time.GetUtcNow();
        if (keep > TimeSpan.Zero && old.Find(now - keep) is { } left)
            old.Announce(prunes.Next(), now, left);
        prunes.Link();
    }

    // Always chained: it distinguishes regular deletions from rows that someone removed.
    private LedgerTable PrunesOf(PrunedTable table) =>
        new(_connection, table.Prunes, table.PrunesChain, PrunedTable.Columns, isChained: true, LinkHead.Start(table.PrunesChain));

    private void WriteCheckpoints()
    {
        var now = _time.GetUtcNow();
        _attempts.Checkpoint(_checkpoints, now);
        _walks.Checkpoint(_checkpoints, now);
        _walkPrunes.Checkpoint(_checkpoints, now);
        _attemptPrunes.Checkpoint(_checkpoints, now);
        _names.Checkpoint(_checkpoints, now);
        if (_policies.LastUpTo() is not { } head || head.Last <= _policiesCheckpointed)
            return;
        _checkpoints.Write(now, ChainSeed.Policies, head.Last, head.Hash, head.Count);
        _policiesCheckpointed = head.Last;
    }
}
