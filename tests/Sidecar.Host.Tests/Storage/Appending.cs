using Sidecar.Ledger;

namespace Sidecar.Host.Tests;

/// <summary>For tests that do not care which batch rows belong to: each call makes a new one.</summary>
internal static class Appending
{
    public static Task AppendAsync(this ILedgerStore store, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks,
        CancellationToken cancellation) =>
        store.AppendAsync(new LedgerBatchId(Guid.NewGuid(), 1), attempts, walks, cancellation);
}
