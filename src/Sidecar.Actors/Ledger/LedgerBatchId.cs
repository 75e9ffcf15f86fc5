namespace Sidecar.Ledger;

/// <summary>Which batch it is: one whose commit succeeded without an answer is recognised when it is given again.</summary>
/// <param name="Writer">Who gathered it; no two ever share one.</param>
/// <param name="Number">From 1, growing with each batch of this writer. One is given again until it is written, and only then the
/// next.</param>
public readonly record struct LedgerBatchId(Guid Writer, long Number);
