using System.Text.Json;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Audit;

/// <summary>A stored event in the audit's output: its place, and its own fields under <c>data</c> as they are stored.</summary>
internal static class AuditEventJson
{
    public static void Write(Utf8JsonWriter json, AuditEvent stored)
    {
        json.WriteStartObject();
        json.WriteNumber("ordering", stored.Ordering);
        json.WriteString("persistence_id", stored.PersistenceId);
        json.WriteString("backend", stored.Backend);
        json.WriteNumber("sequence_number", stored.SequenceNumber);
        json.WriteString("type", stored.Type);
        json.WritePropertyName("data");
        WriteData(json, stored.Data);
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, ReadOnlyMemory<byte> data)
    {
        try
        {
            json.WriteRawValue(data.Span);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            // Damaged or foreign bytes: the event is listed all the same, so that the damage is visible.
            json.WriteNullValue();
        }
    }
}
