using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage.Chain;
using SQLitePCL;

namespace Sidecar.Host.Storage;

/// <summary>One of the ledger's tables from the view of its only writer, which numbers and chains the rows.</summary>
internal sealed class LedgerTable : IDisposable
{
    // Checkpoints are for later verification: rare enough to cost nothing, frequent enough to leave little uncovered.
    private const int RowsPerCheckpoint = 1_000;

    private readonly string _name;
    private readonly sqlite3 _database;
    private readonly LinkTable _links;
    private readonly BatchChain? _chain;
    private readonly InsertStatement _insert;
    private long _checkpointed;

    /// <param name="ledger">Open on the ledger's file, in a transaction.</param>
    /// <param name="table">Its name.</param>
    /// <param name="chain">The name of its chain.</param>
    /// <param name="columns">The columns that <see cref="Next"/> gets, in this order, without the number.</param>
    /// <param name="isChained">Whether new rows are chained.</param>
    /// <param name="start">What the first remaining row follows.</param>
    public LedgerTable(SqliteConnection ledger, string table, string chain, IReadOnlyList<string> columns, bool isChained, LinkHead start)
    {
        (_name, _database) = (chain, ledger.Handle!);
        _links = new LinkTable(ledger, table);
        LastRow = Math.Max(start.Last, HighestRow(ledger, table));
        var head = _links.LastUpTo() is { } last && last.Id > start.Id ? last : start;
        var resumed = new BatchChain(head);
        if (isChained)
            _chain = resumed;
        else
            Stop(resumed, LastRow);
        _checkpointed = CheckpointTable.Last(ledger, chain);
        _insert = new InsertStatement(_database, table, columns, _chain);
    }

    public long LastRow { get; private set; }

    public bool IsCheckpointDue => _chain is not null && _chain.Head.Last - _checkpointed >= RowsPerCheckpoint;

    /// <summary>The statement for the next row. SQLite numbers rows from the highest existing one, so that row is never
    /// deleted.</summary>
    public InsertStatement Next()
    {
        _insert.Number(++LastRow);
        return _insert;
    }

    /// <summary>Links the rows added since the last call; must be called before rows are added to another table.</summary>
    public void Link()
    {
        if (_chain is not { Open: > 0 })
            return;
        if (raw.sqlite3_last_insert_rowid(_database) is var given && given != LastRow)
            throw new IOException($"The ledger's row {LastRow} was stored as {given}: another process writes to the same file.");
        _links.Insert(_chain.CloseBatch(LastRow));
    }

    /// <summary>Writes a checkpoint if anything was added since the last one.</summary>
    public void Checkpoint(CheckpointTable checkpoints, DateTimeOffset at)
    {
        if (_chain is not { Head: var head } || head.Last <= _checkpointed)
            return;
        checkpoints.Write(at, _name, head.Last, head.Hash, head.Count);
        _checkpointed = head.Last;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _chain?.Dispose();
    }

    // Otherwise later rows would look as if someone else had added them.
    private void Stop(BatchChain chain, long lastRow)
    {
        if (chain.Head is { Id: > 0, IsStop: false })
            _links.Insert(chain.Stop(lastRow));
        chain.Dispose();
    }

    private static long HighestRow(SqliteConnection ledger, string table)
    {
        using var command = ledger.CreateCommand();
        command.CommandText = $"SELECT COALESCE(MAX(id), 0) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }
}
