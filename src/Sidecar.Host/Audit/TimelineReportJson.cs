using System.Text.Json;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Host.Audit;

/// <summary>A <see cref="TimelineReport"/>, the same over HTTP and on the command line.</summary>
internal static class TimelineReportJson
{
    public static void Write(Utf8JsonWriter json, TimelineReport report)
    {
        json.WriteStartObject();
        json.WriteString("from", InstantText.Format(report.From));
        json.WriteString("to", InstantText.Format(report.To));
        json.WriteStartArray("backends");
        foreach (var backend in report.Backends)
            WriteTotals(json, backend);
        json.WriteEndArray();
        json.WriteStartArray("intervals");
        foreach (var backend in report.Backends)
            foreach (var interval in backend.Intervals)
                IntervalJson.Write(json, backend.Backend, interval);
        json.WriteEndArray();
        json.WriteStartArray("emergencies");
        foreach (var emergency in report.Emergencies)
            Write(json, emergency);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTotals(Utf8JsonWriter json, BackendTimeline backend)
    {
        var totals = backend.Totals;
        json.WriteStartObject();
        json.WriteString("backend", backend.Backend);
        WriteCooling(json, totals, totals.Cooling);
        json.WriteStartObject("rests");
        foreach (var (reason, count) in totals.Rests)
            json.WriteNumber(reason.ToWire(), count);
        json.WriteEndObject();
        json.WriteNumber("rate_limited_per_hour", Math.Round(totals.RateLimitedPerHour, 3));
        json.WriteNumberOrNull("attempts", backend.Served?.Attempts);
        json.WriteNumberOrNull("served", backend.Served?.Served);
        if (totals.Models.Count > 0)
            WriteModels(json, totals);
        json.WriteEndObject();
    }

    private static void WriteModels(Utf8JsonWriter json, CooldownTotals totals)
    {
        json.WriteStartObject("models");
        foreach (var (model, cooling) in totals.Models)
        {
            json.WriteStartObject(model);
            WriteCooling(json, totals, cooling);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteCooling(Utf8JsonWriter json, CooldownTotals totals, TimeSpan cooling)
    {
        json.WriteNumber("cooling_ms", Math.Round(cooling.TotalMilliseconds, 3));
        json.WriteNumber("share_cooling", Math.Round(totals.ShareOf(cooling), 6));
    }

    private static void Write(Utf8JsonWriter json, EmergencyMark emergency)
    {
        json.WriteStartObject();
        json.WriteString("at", InstantText.Format(emergency.At));
        json.WriteString("model", emergency.Model);
        json.WriteString("request_id", emergency.RequestId);
        json.WriteNumber("activations", emergency.Activations);
        json.WriteEndObject();
    }
}
