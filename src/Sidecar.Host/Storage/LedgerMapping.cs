using Sidecar.Ledger;

namespace Sidecar.Storage;

/// <summary>Ledger rows to table records and back.</summary>
internal static class LedgerMapping
{
    public static AttemptRecord ToRecord(AttemptRow row) => new()
    {
        At = LedgerUnits.FromInstant(row.At),
        RequestId = row.RequestId,
        Attempt = row.Attempt,
        Backend = row.Backend,
        Pool = row.Pool,
        Model = row.Model,
        Client = row.Client,
        Phase = row.Phase,
        Status = row.Status,
        ErrorClass = row.ErrorClass,
        PromptTokens = LedgerUnits.FromTokens(row.PromptTokens),
        CachedTokens = LedgerUnits.FromTokens(row.CachedTokens),
        CompletionTokens = LedgerUnits.FromTokens(row.CompletionTokens),
        ReasoningTokens = LedgerUnits.FromTokens(row.ReasoningTokens),
        TotalTokens = LedgerUnits.FromTokens(row.TotalTokens),
        Cost = LedgerUnits.FromCost(row.Cost),
        LatencyMs = row.LatencyMs,
        FirstTokenMs = row.FirstTokenMs,
        Streamed = row.Streamed,
    };

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

    public static WalkRecord ToRecord(WalkRow row) => new()
    {
        RequestId = row.RequestId,
        ArrivedAt = LedgerUnits.FromInstant(row.ArrivedAt),
        Outcome = row.Outcome,
        Facts = row.Facts,
    };

    public static WalkRow ToRow(WalkRecord record) => new(record.RequestId, LedgerUnits.ToInstant(record.ArrivedAt), record.Outcome, record.Facts);
}
