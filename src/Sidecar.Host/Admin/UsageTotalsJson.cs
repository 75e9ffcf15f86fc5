using System.Text.Json;
using Sidecar.Host.Audit;
using Sidecar.Ledger;

namespace Sidecar.Host.Admin;

/// <summary>One line of a usage report. Columns that were not requested are left out; null in a requested one is a value (no client key,
/// unknown tokens).</summary>
internal static class UsageTotalsJson
{
    public static void Write(Utf8JsonWriter json, UsageTotals line, IReadOnlyList<UsageColumn> columns)
    {
        json.WriteStartObject();
        foreach (var column in columns)
            WriteColumn(json, line, column);
        json.WriteNumber("attempts", line.Attempts);
        json.WriteNumber("requests", line.Requests);
        json.WriteNumber("errors", line.Errors);
        json.WriteNumberOrNull("prompt_tokens", line.PromptTokens);
        json.WriteNumberOrNull("cached_tokens", line.CachedTokens);
        json.WriteNumberOrNull("completion_tokens", line.CompletionTokens);
        json.WriteNumberOrNull("reasoning_tokens", line.ReasoningTokens);
        json.WriteNumberOrNull("total_tokens", line.TotalTokens);
        json.WriteNumberOrNull("cost", line.Cost);
        json.WriteMillisecondsOrNull("latency_ms", line.LatencyMs);
        json.WriteMillisecondsOrNull("first_token_ms", line.FirstTokenMs);
        json.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter json, UsageTotals line, UsageColumn column)
    {
        switch (column)
        {
            case UsageColumn.Backend:
                json.WriteString("backend", line.Backend);
                break;
            case UsageColumn.Model:
                json.WriteString("model", line.Model);
                break;
            case UsageColumn.Client:
                json.WriteString("client", line.Client);
                break;
            case UsageColumn.Day:
                json.WriteString("day", line.Day);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(column), column, null);
        }
    }
}
