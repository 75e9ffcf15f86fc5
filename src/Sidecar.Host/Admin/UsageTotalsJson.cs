using System.Text.Json;
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
        WriteNumber(json, "prompt_tokens", line.PromptTokens);
        WriteNumber(json, "cached_tokens", line.CachedTokens);
        WriteNumber(json, "completion_tokens", line.CompletionTokens);
        WriteNumber(json, "reasoning_tokens", line.ReasoningTokens);
        WriteNumber(json, "total_tokens", line.TotalTokens);
        WriteNumber(json, "cost", line.Cost);
        WriteNumber(json, "latency_ms", Rounded(line.LatencyMs));
        WriteNumber(json, "first_token_ms", Rounded(line.FirstTokenMs));
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

    // A mean is no more precise than the clock: digits below a microsecond are noise.
    private static decimal? Rounded(double? milliseconds) => milliseconds is { } value ? Math.Round((decimal)value, 3) : null;

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
