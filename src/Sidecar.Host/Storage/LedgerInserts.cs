using Sidecar.Domain.Walk;
using Sidecar.Ledger;

namespace Sidecar.Host.Storage;

/// <summary>Writes a row's columns, in order; <see cref="AttemptRecord"/> and <see cref="WalkRecord"/> read them back through <see
/// cref="LedgerViews"/>.</summary>
internal static class LedgerInserts
{
    public static readonly IReadOnlyList<string> AttemptColumns =
    [
        "at_us", "request_id", "attempt", "backend", "pool", "model", "client", "phase", "status", "error_class",
        "prompt_tokens", "cached_tokens", "completion_tokens", "reasoning_tokens", "total_tokens",
        "cost_pico", "latency_ms", "first_token_ms", "streamed",
    ];

    public static readonly IReadOnlyList<string> WalkColumns = ["request_id", "arrived_at_us", "outcome", "facts"];

    /// <summary>Gives every name in the row a number, so that names can be stored before the row.</summary>
    public static void Name(INameIds names, AttemptRow row)
    {
        names.IdOf(row.Backend);
        names.IdOf(row.Pool);
        names.IdOf(row.Model);
        if (row.Client is not null)
            names.IdOf(row.Client);
        names.IdOf(row.Phase);
        if (row.ErrorClass is not null)
            names.IdOf(row.ErrorClass);
    }

    public static void Insert(InsertStatement insert, AttemptRow row, INameIds names)
    {
        insert.Add(LedgerUnits.FromInstant(row.At));
        AddId(insert, row.RequestId);
        insert.Add(row.Attempt);
        Add(insert, row.Backend, names);
        Add(insert, row.Pool, names);
        Add(insert, row.Model, names);
        Add(insert, row.Client, names);
        Add(insert, row.Phase, names);
        insert.Add(row.Status);
        Add(insert, row.ErrorClass, names);
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

    public static void Insert(InsertStatement insert, WalkRow row, ReadOnlySpan<byte> facts)
    {
        AddId(insert, row.RequestId);
        insert.Add(LedgerUnits.FromInstant(row.ArrivedAt));
        insert.Add(row.Outcome);
        insert.Add(facts);
        insert.Run();
    }

    private static void AddId(InsertStatement insert, string requestId)
    {
        Span<byte> bytes = stackalloc byte[RequestIdBytes.Size];
        if (RequestIdBytes.TryWrite(requestId, bytes))
            insert.Add((ReadOnlySpan<byte>)bytes);
        else
            insert.Add(requestId);
    }

    private static void Add(InsertStatement insert, string? text, INameIds names)
    {
        if (text is not null && names.IdOf(text) is { } id)
            insert.Add((long?)id);
        else
            insert.Add(text);
    }
}
