using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage.Chain;
using SQLitePCL;

namespace Sidecar.Host.Storage.Sqlite;

/// <summary>Chains the journal's events after they were written. The chain's only writer; after an exception it must be disposed, and
/// another one continues where the file ends.</summary>
internal sealed class EventChainer : IDisposable
{
    private const int EventsPerCall = 1_000;

    // The ledger's writer syncs once a minute.
    private static readonly TimeSpan LedgerIsOnDisk = TimeSpan.FromSeconds(90);

    private readonly SqliteConnection _journal;
    private readonly CheckpointTable _checkpoints;
    private readonly RowChain _chain;
    private readonly string _ledger;
    private long _checkpointed;
    private long _ledgerNamed;
    private long _marked;
    private long? _seenVersion;

    public EventChainer(string path, SigningKey? key)
    {
        _journal = new SqliteConnection(
            new SqliteConnectionStringBuilder(SqliteFiles.ConnectionString(path)) { Pooling = false }.ToString());
        try
        {
            _journal.Open();
            // A power cut may remove links, which are then made again; the events themselves are synced by their writers.
            Execute($"{SqliteProvider.Relaxed}; {EventChainTable.Create}; {CheckpointTable.Create}");
            _checkpoints = new CheckpointTable(_journal, ChainSeed.JournalCheckpoints, key);
            _chain = new RowChain(EventChainTable.Head(_journal));
            _ledger = SqliteFiles.In(Path.GetDirectoryName(path)!).Ledger;
            _checkpointed = CheckpointTable.Last(_journal, ChainSeed.Journal);
            _ledgerNamed = CheckpointTable.Last(_journal, ChainSeed.LedgerCheckpoints);
            _marked = _chain.Count;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Events chained since the last checkpoint that this instance wrote.</summary>
    public long Unmarked => _chain.Count - _marked;

    /// <summary>Chains some of the unchained events; true if there are more.</summary>
    public bool ChainSome()
    {
        // Another connection's commit changes this number; reading it takes microseconds, so an idle journal costs nothing.
        var version = Number("PRAGMA data_version");
        if (version == _seenVersion)
            return false;
        if (Number("SELECT COUNT(*) FROM sqlite_master WHERE name = 'journal'") == 0)
            return false;
        var links = ReadLinks();
        if (links.Count > 0)
            Insert(links);
        if (links.Count == EventsPerCall)
            return true;
        _seenVersion = version;
        return false;
    }

    /// <summary>Writes a checkpoint if anything was chained since the last one, and records the ledger's last checkpoint.</summary>
    public void Checkpoint(DateTimeOffset at)
    {
        // On disk before the ledger refers to it.
        Execute(SqliteProvider.Synced);
        if (_chain.LastRow > _checkpointed)
        {
            _checkpoints.Write(at, ChainSeed.Journal, _chain.LastRow, _chain.Head.Hash, _chain.Count);
            (_checkpointed, _marked) = (_chain.LastRow, _chain.Count);
        }
        _ledgerNamed = CrossLink.Write(_checkpoints, at, _ledger, ChainSeed.LedgerCheckpoints, _ledgerNamed, at - LedgerIsOnDisk);
        Execute(SqliteProvider.Relaxed);
    }

    public void Dispose() => _journal.Dispose();

    // Computed outside the transaction that stores them, because the journal's writers wait for that one.
    private List<(long Ordering, byte[] Hash)> ReadLinks()
    {
        var links = new List<(long, byte[])>();
        using var events = SqliteCalls.Prepare(
            _journal.Handle!, $"SELECT {EventChainTable.ChainedColumns} FROM journal WHERE ordering > {_chain.LastRow} ORDER BY ordering "
                + $"LIMIT {EventsPerCall}");
        while (SqliteCalls.Step(_journal.Handle!, events))
        {
            for (var column = 0; column < EventChainTable.ChainedColumnCount; column++)
                _chain.Row.Add(events, column);
            var ordering = raw.sqlite3_column_int64(events, 0);
            links.Add((ordering, _chain.Close(ordering).ToArray()));
        }
        return links;
    }

    private void Insert(List<(long Ordering, byte[] Hash)> links)
    {
        using var transaction = _journal.BeginTransaction();
        using var command = _journal.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO event_chain (ordering, hash) VALUES ($ordering, $hash)";
        var (number, bytes) = (command.Parameters.Add("$ordering", SqliteType.Integer), command.Parameters.Add("$hash", SqliteType.Blob));
        foreach (var (ordering, hash) in links)
        {
            (number.Value, bytes.Value) = (ordering, hash);
            command.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    private void Execute(string sql)
    {
        using var command = _journal.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private long Number(string sql)
    {
        using var command = _journal.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
