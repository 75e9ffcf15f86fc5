using Microsoft.Data.Sqlite;
using Sidecar.Storage.Chain;

namespace Sidecar.Storage;

/// <summary>One of the ledger's tables as its only writer sees it: it numbers the rows and chains them.</summary>
internal sealed class LedgerTable : IDisposable
{
    // Checkpoints are for whoever verifies later: so far apart that they cost nothing, so near that little is left uncovered.
    private const int RowsPerCheckpoint = 1_000;

    private readonly string _name;
    private readonly RowChain? _chain;
    private readonly InsertStatement _insert;
    private long _checkpointed;

    /// <param name="ledger">Open on the ledger's file.</param>
    /// <param name="table">Its name; the chain's is <paramref name="chain"/>.</param>
    /// <param name="columns">Those that <see cref="Next"/> is to be given, in this order, without the number.</param>
    /// <param name="isChained">Whether new rows are chained.</param>
    /// <param name="start">What the first row that is still there follows.</param>
    public LedgerTable(SqliteConnection ledger, string table, string chain, IReadOnlyList<string> columns, bool isChained, ChainHead start)
    {
        _name = chain;
        LastRow = LedgerHeads.LastRow(ledger, table, start.Row);
        if (isChained)
            _chain = new RowChain(LedgerHeads.Of(ledger, table, chain, start));
        _checkpointed = CheckpointTable.Last(ledger, chain).Row;
        _insert = new InsertStatement(ledger.Handle!, table, ["id", .. columns], _chain);
    }

    public long LastRow { get; private set; }

    public bool IsCheckpointDue => _chain is not null && _chain.LastRow - _checkpointed >= RowsPerCheckpoint;

    /// <summary>The statement for the next row, its number given. The number is not left to SQLite: the highest row may have been deleted, and its number is part of what is hashed.</summary>
    public InsertStatement Next()
    {
        _insert.Add(++LastRow);
        return _insert;
    }

    /// <summary>Writes a checkpoint if anything was added since the last one.</summary>
    public void Checkpoint(CheckpointTable checkpoints, DateTimeOffset at)
    {
        if (_chain is null || _chain.LastRow <= _checkpointed)
            return;
        checkpoints.Write(at, _name, _chain.Head);
        _checkpointed = _chain.LastRow;
    }

    public void Dispose() => _insert.Dispose();
}
