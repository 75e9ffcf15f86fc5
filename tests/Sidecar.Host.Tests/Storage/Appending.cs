using Sidecar.Ledger;

namespace Sidecar.Host.Tests;

/// <summary>For tests to which it does not matter which batch it is: a new one each time.</summary>
internal static class Appending
{
    public static Task AppendAsync(this ILedgerStore store, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks,
        CancellationToken cancellation) =>
        store.AppendAsync(new LedgerBatchId(Guid.NewGuid(), 1), attempts, walks, cancellation);
}
