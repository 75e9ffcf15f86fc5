using System.Text.Json;
using Sidecar.Domain.Backtest;

namespace Sidecar.Backtest;

/// <summary>A report as JSON.</summary>
internal static class BacktestJson
{
    public static void Write(Utf8JsonWriter json, BacktestReport report)
    {
        json.WriteStartObject();
        json.WriteStartObject("figures");
        foreach (var line in BacktestLines.Of(report))
        {
            json.WriteStartObject(line.Figure);
            Number(json, "recorded", line.Recorded);
            Number(json, "baseline", line.Baseline);
            Number(json, "candidate", line.Candidate);
            if (line.Known is { } known)
            {
                Number(json, "observed", known.Observed);
                Number(json, "inferred", known.Inferred);
                Number(json, "unknown", known.Unknown);
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteNumber("left_the_record", report.Left);
        json.WriteNumber("without_a_walk", report.Untold);
        json.WriteStartObject("recomputed");
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
