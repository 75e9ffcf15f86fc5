using System.Text.Json;
using Sidecar.Domain.Backtest;

namespace Sidecar.Host.Audit.Backtest;

/// <summary>A report as JSON.</summary>
internal static class BacktestJson
{
    /// <param name="json">Where to.</param>
    /// <param name="report">What to tell.</param>
    /// <param name="policy">The tested policy's file; null for the policy that was in force.</param>
    public static void Write(Utf8JsonWriter json, BacktestReport report, string? policy)
    {
        json.WriteStartObject();
        json.WriteString("policy", policy);
        json.WriteStartObject("figures");
        foreach (var line in BacktestLines.Of(report))
        {
            json.WriteStartObject(line.Figure);
            Number(json, "recorded", line.Recorded);
            Number(json, "tested", line.Tested);
            json.WriteNumber("observed", line.Known.Observed);
            json.WriteNumber("inferred", line.Known.Inferred);
            json.WriteNumber("unknown", line.Known.Unknown);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteNumber("left_the_record", report.Left);
        json.WriteNumber("without_a_walk", report.Untold);
        json.WriteStartObject("identity");
        foreach (var (kind, count) in report.Decisions.ByKind)
        {
            json.WriteStartObject(kind.ToString().ToLowerInvariant());
            json.WriteNumber("same", count.Same);
            json.WriteNumber("tied", count.Tied);
            json.WriteNumber("different", count.Different);
            json.WriteNumber("unknown", count.Unknown);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteStartArray("differences");
        foreach (var difference in report.Decisions.Differences)
            json.WriteStringValue(difference);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
