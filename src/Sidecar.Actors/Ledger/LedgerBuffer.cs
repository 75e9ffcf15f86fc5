namespace Sidecar.Ledger;

/// <summary>Rows on their way to the store: one batch being written, the others waiting in order. Bounded, so that a store that is down
/// cannot use up the memory.</summary>
/// <param name="writer">The writer of these batches.</param>
internal sealed class LedgerBuffer(int capacity, int batchSize, Guid writer)
{
    private readonly Queue<object> _waiting = new();
    private readonly LedgerBatch _batch = new();
    private long _settledBeforeBatch;
    private long _batches;

    public int Waiting => _waiting.Count;

    public int Count => _waiting.Count + _batch.Count;

    /// <summary>Rows dropped because the buffer was full.</summary>
    public long Dropped { get; private set; }

    /// <summary>All rows received so far.</summary>
    public long Received { get; private set; }

    /// <summary>How many of them, counted from the first, are written or dropped.</summary>
    public long Settled => _batch.Count == 0 ? Received - Waiting : _settledBeforeBatch;

    /// <summary>When the oldest row that is not yet stored was made; default if there is none.</summary>
    public DateTimeOffset OldestAt => (_batch.Oldest ?? (_waiting.TryPeek(out var next) ? next : null)) switch
    {
        AttemptRow attempt => attempt.At,
        WalkRow walk => walk.Facts.Count > 0 ? walk.Facts[^1].At : walk.ArrivedAt,
        _ => default,
    };

    /// <summary>Adds an <see cref="AttemptRow"/> or a <see cref="WalkRow"/>; false if an older row was dropped for it.</summary>
    public bool Add(object row)
    {
        Received++;
        _waiting.Enqueue(row);
        if (Count <= capacity)
            return true;
        // The batch being written cannot be dropped, because it may still reach the store: the oldest row after it is dropped.
        _waiting.Dequeue();
        Dropped++;
        return false;
    }

    /// <summary>The batch to write: the one that failed before, else the oldest waiting rows.</summary>
    public LedgerBatch TakeBatch()
    {
        if (_batch.Count == 0)
        {
            _settledBeforeBatch = Settled;
            _batch.Id = new LedgerBatchId(writer, ++_batches);
            while (_batch.Count < batchSize && _waiting.TryDequeue(out var row))
                _batch.Add(row);
        }
        return _batch;
    }

    public void BatchWritten() => _batch.Clear();
}
