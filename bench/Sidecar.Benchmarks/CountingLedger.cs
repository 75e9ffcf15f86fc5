using Sidecar.Ledger;

namespace Sidecar.Benchmarks;

/// <summary>A ledger that only counts rows.</summary>
internal sealed class CountingLedger : ILedgerStore
{
    private long _walks;

    public long Walks => Volatile.Read(ref _walks);

    public Task InitializeAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task AppendAsync(LedgerBatchId batch, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks,
        CancellationToken cancellation)
    {
        Interlocked.Add(ref _walks, walks.Count);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<UsageTotals>> SumAsync(UsageQuery query, CancellationToken cancellation) => throw new NotSupportedException();
}
