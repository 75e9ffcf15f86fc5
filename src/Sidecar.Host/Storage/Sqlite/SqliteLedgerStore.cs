using LinqToDB;
using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Sidecar.Dispatching;
using Sidecar.Ledger;

namespace Sidecar.Host.Storage.Sqlite;

/// <summary>The usage ledger in a SQLite file. One writer, any number of readers, in this process or another.</summary>
public sealed class SqliteLedgerStore(string path, LedgerRetention? retention = null, TimeProvider? time = null) : IMaintainedLedgerStore,
    IDisposable
{
    // Created on first use: a start should not pay for queries.
    private readonly Lazy<DataOptions> _options = new(() => SqliteProvider.RelaxedOptions(SqliteFiles.ConnectionString(path)));
    private readonly Lock _writing = new();
    private LedgerWriter? _writer;
    private DateTimeOffset? _since = (time ?? TimeProvider.System).GetUtcNow();
    private bool _disposed;

    // SQLite has no asynchronous I/O, and its driver's async methods block: each call runs on a pool thread, so that no actor waits for
    // the disk.
    public Task InitializeAsync(CancellationToken cancellation) => Task.Run(
        () =>
        {
            using var ledger = new SqliteConnection(SqliteFiles.ConnectionString(path));
            ledger.Open();
            SqliteLedgerSchema.Ensure(ledger);
        },
        cancellation);

    public Task AppendAsync(
        LedgerBatchId batch, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks, CancellationToken cancellation) => Task.Run(
        () =>
        {
            lock (_writing)
                Write(writer => writer.Append(batch, attempts, walks));
        },
        cancellation);

    /// <summary>Regular maintenance: writes checkpoints for added rows, and deletes rows that are too old. New rows wait for it for
    /// milliseconds at most.</summary>
    // On a thread of its own: while the disk hangs the pool's few threads are needed for answers.
    public Task MaintainAsync() => OwnThread.Run(() =>
    {
        lock (_writing)
            Write(writer => writer.Maintain());
        var isMore = true;
        while (isMore)
            lock (_writing)
                Write(writer => isMore = writer.DeleteSome());
        retention?.Witness?.Tell(path, (time ?? TimeProvider.System).GetUtcNow());
    });

    public Task<IReadOnlyList<UsageTotals>> SumAsync(UsageQuery query, CancellationToken cancellation) => Task.Run(
        async () =>
        {
            await using var ledger = Open();
            return await UsageSums.SumAsync(ledger, query, cancellation);
        },
        cancellation);

    /// <summary>The attempts of one request, in order.</summary>
    public Task<IReadOnlyList<AttemptRow>> FindAttemptsAsync(string requestId, CancellationToken cancellation) =>
        Task.Run<IReadOnlyList<AttemptRow>>(
        () =>
        {
            using var ledger = Open();
            return [.. LedgerViews.Attempts(ledger, requestId).OrderBy(row => row.Attempt).AsEnumerable().Select(LedgerMapping.ToRow)];
        },
        cancellation);

    /// <summary>The walk of one request, or null.</summary>
    public Task<StoredWalk?> FindWalkAsync(string requestId, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using var ledger = Open();
            var record = LedgerViews.Walks(ledger, requestId).FirstOrDefault();
            return record is null ? null : LedgerMapping.ToRow(record, NameTable.Read(ledger));
        },
        cancellation);

    /// <summary>Closes the file; the last process to do so leaves it without a write-ahead log.</summary>
    public void Dispose()
    {
        lock (_writing)
        {
            _disposed = true;
            CloseWriter();
        }
        using var readers = new SqliteConnection(SqliteFiles.ConnectionString(path));
        SqliteConnection.ClearPool(readers);
    }

    private void Write(Action<LedgerWriter> write)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var clock = time ?? TimeProvider.System;
        _writer ??= new LedgerWriter(path, retention ?? new LedgerRetention(), clock, _since ??= clock.GetUtcNow());
        try
        {
            write(_writer);
        }
        catch
        {
            // Closing rolls the transaction back, whatever its state; the next batch gets a fresh connection.
            CloseWriter();
            _since = null;
            throw;
        }
    }

    private void CloseWriter()
    {
        _writer?.Dispose();
        _writer = null;
    }

    private DataConnection Open() => new(_options.Value);
}
