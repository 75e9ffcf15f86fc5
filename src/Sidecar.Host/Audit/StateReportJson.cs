using System.Text.Json;

namespace Sidecar.Host.Audit;

/// <summary>A <see cref="StateReport"/>, the same over HTTP and on the command line.</summary>
internal static class StateReportJson
{
    public static void Write(Utf8JsonWriter json, StateReport report)
    {
        json.WriteStartObject();
        json.WriteString("at", InstantText.Format(report.At));
        json.WriteStartArray("backends");
        foreach (var backend in report.Backends)
            Write(json, backend);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BackendReport report)
    {
        json.WriteStartObject();
        json.WriteString("backend", report.Backend);
        if (report.Standing is { } standing)
        {
            BackendStandingJson.WriteFields(json, standing);
        }
        else
        {
            json.WriteString("state", "unknown");
            json.WriteString("fault", report.Fault);
        }
        WriteLast(json, report.LastEvent);
        json.WriteEndObject();
    }

    private static void WriteLast(Utf8JsonWriter json, EventPlace? place)
    {
        json.WritePropertyName("last_event");
        if (place is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteNumber("ordering", place.Ordering);
        json.WriteNumber("sequence_number", place.SequenceNumber);
        json.WriteEndObject();
    }
}
