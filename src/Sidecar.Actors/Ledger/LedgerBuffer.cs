namespace Sidecar.Ledger;

/// <summary>Rows on their way to the store: one batch being written, the others waiting in order. Bounded, so that a store that is away
/// cannot take all memory.</summary>
/// <param name="writer">Whose batches these are.</param>
internal sealed class LedgerBuffer(int capacity, int batchSize, Guid writer)
{
    private readonly Queue<object> _waiting = new();
    private readonly LedgerBatch _batch = new();
    private long _settledBeforeBatch;
    private long _batches;

    public int Waiting => _waiting.Count;

    public int Count => _waiting.Count + _batch.Count;

    /// <summary>Rows given up because the buffer was full.</summary>
    public long Dropped { get; private set; }

    /// <summary>Rows ever received.</summary>
    public long Received { get; private set; }

    /// <summary>How many of the rows received first are done with: written or dropped.</summary>
    public long Settled => _batch.Count == 0 ? Received - Waiting : _settledBeforeBatch;

    /// <summary>When the oldest row that is not yet in the store was made; default when there is none.</summary>
    public DateTimeOffset OldestAt => (_batch.Oldest ?? (_waiting.TryPeek(out var next) ? next : null)) switch
    {
        AttemptRow attempt => attempt.At,
        WalkRow walk => walk.Facts.Count > 0 ? walk.Facts[^1].At : walk.ArrivedAt,
        _ => default,
    };

    /// <summary>Keeps an <see cref="AttemptRow"/> or a <see cref="WalkRow"/>; false when an older row had to go for it.</summary>
    public bool Add(object row)
    {
        Received++;
        _waiting.Enqueue(row);
        if (Count <= capacity)
            return true;
        // The batch being written cannot be dropped, for it may reach the store yet: the oldest row behind it goes.
        _waiting.Dequeue();
        Dropped++;
        return false;
    }

    /// <summary>The batch to write: the one that failed before, else the oldest rows waiting.</summary>
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
