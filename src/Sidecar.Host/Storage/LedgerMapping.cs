using Sidecar.Ledger;

namespace Sidecar.Host.Storage;

/// <summary>Converts the ledger's records for its readers.</summary>
internal static class LedgerMapping
{
    public static AttemptRow ToRow(AttemptRecord record) => new()
    {
        At = LedgerUnits.ToInstant(record.At),
        RequestId = record.RequestId,
        Attempt = record.Attempt,
        Backend = record.Backend,
        Pool = record.Pool,
        Model = record.Model,
        Client = record.Client,
        Phase = record.Phase,
        Status = record.Status,
        ErrorClass = record.ErrorClass,
        PromptTokens = record.PromptTokens,
        CachedTokens = record.CachedTokens,
        CompletionTokens = record.CompletionTokens,
        ReasoningTokens = record.ReasoningTokens,
        TotalTokens = record.TotalTokens,
        Cost = LedgerUnits.ToCost(record.Cost),
        LatencyMs = record.LatencyMs,
        FirstTokenMs = record.FirstTokenMs,
        Streamed = record.Streamed,
    };

    public static StoredWalk ToRow(WalkRecord record, Func<long, string?>? nameOf) =>
        new(record.RequestId, LedgerUnits.ToInstant(record.ArrivedAt), record.Outcome, record.Facts, nameOf);
}
