using Sidecar.Domain.Walk;
using Sidecar.Ledger;

namespace Sidecar.Host.Storage;

/// <summary>Which columns a row fills and with what, in the same order; <see cref="AttemptRecord"/> and <see cref="WalkRecord"/> read them
/// again.</summary>
internal static class LedgerInserts
{
    public static readonly IReadOnlyList<string> AttemptColumns =
    [
        "at_us", "request_id", "attempt", "backend", "pool", "model", "client", "phase", "status", "error_class",
        "prompt_tokens", "cached_tokens", "completion_tokens", "reasoning_tokens", "total_tokens",
        "cost_pico", "latency_ms", "first_token_ms", "streamed",
    ];

    public static readonly IReadOnlyList<string> WalkColumns = ["request_id", "arrived_at_us", "outcome", "facts"];

    public static void Insert(InsertStatement insert, AttemptRow row)
    {
        insert.Add(LedgerUnits.FromInstant(row.At));
        insert.Add(row.RequestId);
        insert.Add(row.Attempt);
        insert.Add(row.Backend);
        insert.Add(row.Pool);
        insert.Add(row.Model);
        insert.Add(row.Client);
        insert.Add(row.Phase);
        insert.Add(row.Status);
        insert.Add(row.ErrorClass);
        insert.Add(LedgerUnits.FromTokens(row.PromptTokens));
        insert.Add(LedgerUnits.FromTokens(row.CachedTokens));
        insert.Add(LedgerUnits.FromTokens(row.CompletionTokens));
        insert.Add(LedgerUnits.FromTokens(row.ReasoningTokens));
        insert.Add(LedgerUnits.FromTokens(row.TotalTokens));
        insert.Add(LedgerUnits.FromCost(row.Cost));
        insert.Add(row.LatencyMs);
        insert.Add(row.FirstTokenMs);
        insert.Add(row.Streamed ? 1 : 0);
        insert.Run();
    }

    public static void Insert(InsertStatement insert, WalkRow row, WalkFactEncoder facts)
    {
        insert.Add(row.RequestId);
        insert.Add(LedgerUnits.FromInstant(row.ArrivedAt));
        insert.Add(row.Outcome);
        insert.Add(facts.Encode(row.Facts));
        insert.Run();
    }
}
