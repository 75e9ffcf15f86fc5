using Sidecar.Ledger;

namespace Sidecar.LedgerCost;

/// <summary>A store that costs nothing and keeps nothing.</summary>
internal sealed class DiscardingStore : ILedgerStore
{
    public Task InitializeAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task AppendAsync(LedgerBatchId batch, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks,
        CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<UsageTotals>> SumAsync(UsageQuery query, CancellationToken cancellation) => throw new NotSupportedException();
}
