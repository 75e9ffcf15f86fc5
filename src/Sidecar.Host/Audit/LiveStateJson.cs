using System.Text.Json;
using Sidecar.Backends;
using Sidecar.Domain.Audit;

namespace Sidecar.Host.Audit;

/// <summary>Every backend's state from its actor's memory, in the same form as the state computed from the journal.</summary>
internal static class LiveStateJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<BackendProtocol.BackendStatus> backends)
    {
        json.WriteStartObject();
        json.WriteStartArray("backends");
        foreach (var backend in backends)
            Write(json, backend);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BackendProtocol.BackendStatus status)
    {
        json.WriteStartObject();
        json.WriteString("backend", status.BackendId);
        json.WriteString("at", InstantText.Format(status.At));
        BackendStandingJson.WriteFields(json, BackendStanding.Of(status.State, status.At));
        json.WriteNumber("in_flight", status.InFlight);
        json.WriteNumber("started_in_window", status.StartedInWindow);
        json.WriteNumber("started_today", status.StartedToday);
        json.WriteNumber("unwritten_events", status.UnwrittenEvents);
        json.WriteEndObject();
    }
}
