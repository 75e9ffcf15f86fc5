using System.Text.Json;
using Sidecar.Domain.Backtest;
using Sidecar.Domain.Forecast;

namespace Sidecar.Host.Audit.Backtest;

/// <summary>Writes a backtest's report as JSON.</summary>
internal static class BacktestJson
{
    /// <param name="json">The output.</param>
    /// <param name="decisions">Whether the recorded decisions were reproduced.</param>
    /// <param name="forecast">The forecast for the tested policy.</param>
    /// <param name="policy">The tested policy's file; null for the policy that was in force.</param>
    public static void Write(Utf8JsonWriter json, DecisionCounts decisions, ForecastReport forecast, string? policy)
    {
        json.WriteStartObject();
        json.WriteString("policy", policy);
        json.WriteNumber("simulations", forecast.Runs);
        json.WriteNumber("guessed_share", Math.Round(forecast.Guessed, 4));
        json.WriteStartObject("figures");
        foreach (var line in forecast.Lines)
        {
            json.WriteStartObject(line.Figure);
            json.WriteNumberOrNull("recorded", line.Recorded);
            json.WriteNumberOrNull("expected", line.Expected);
            json.WriteNumberOrNull("low", line.Low);
            json.WriteNumberOrNull("high", line.High);
            json.WriteString("certainty", CertaintyNames.ToWire(line.Certainty));
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteNumber("without_a_walk", forecast.Untold);
        json.WriteStartObject("identity");
        foreach (var (kind, count) in decisions.ByKind)
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
        foreach (var difference in decisions.Differences)
            json.WriteStringValue(difference);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
