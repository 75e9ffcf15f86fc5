namespace Sidecar.Ledger;

/// <summary>Identifies a batch, so that one whose commit was not confirmed is recognised when it is given again.</summary>
/// <param name="Writer">The writer that collected it; never shared by two.</param>
/// <param name="Number">From 1, increasing with each batch of this writer. A batch is repeated until it is written, and only then comes
/// the next.</param>
public readonly record struct LedgerBatchId(Guid Writer, long Number);
