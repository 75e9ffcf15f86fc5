using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;

namespace Sidecar.Journal;

/// <summary>Writes an event's fields as one JSON object, in a fixed order and without absent ones, so that equal events have equal
/// bytes.</summary>
internal static class EventFieldsWriter
{
    // The journal is read with sqlite3 and by the audit, never put into HTML, so model names may stay legible.
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(EventFields fields)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output, Legible))
        {
            json.WriteStartObject();
            WriteInstant(json, EventNames.At, fields.At);
            WriteText(json, EventNames.Model, fields.Model);
            WriteText(json, EventNames.Reason, fields.Reason?.ToWire());
            WriteInstant(json, EventNames.Until, fields.Until);
            WriteNumber(json, EventNames.Streak, fields.Streak);
            WriteNumber(json, EventNames.Failures, fields.Failures);
            if (fields.Limit is { } limit)
                WriteLimit(json, limit);
            WriteNumber(json, EventNames.Activations, fields.Activations);
            if (fields.ByOperator is { } byOperator)
                json.WriteBoolean(EventNames.ByOperator, byOperator);
            if (fields.Cause is { } cause)
                WriteCause(json, cause);
            json.WriteEndObject();
        }
        return output.WrittenSpan.ToArray();
    }

    private static void WriteLimit(Utf8JsonWriter json, LearnedLimit limit)
    {
        json.WriteString(EventNames.Measure, limit.Kind.Measure.ToWire());
        json.WriteNumber(EventNames.WindowMs, (long)limit.Kind.Window.TotalMilliseconds);
        json.WriteNumber(EventNames.Number, limit.Number);
        json.WriteStartArray(EventNames.Refusals);
        foreach (var refusal in limit.Refusals)
            json.WriteStringValue(refusal.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        json.WriteEndArray();
    }

    private static void WriteCause(Utf8JsonWriter json, Cause cause)
    {
        json.WriteStartObject(EventNames.Cause);
        WriteText(json, EventNames.RequestId, cause.RequestId);
        if (cause.Attempt != 0)
            json.WriteNumber(EventNames.Attempt, cause.Attempt);
        WriteNumber(json, EventNames.Status, cause.Status);
        WriteText(json, EventNames.Error, cause.Error);
        WriteNumber(json, EventNames.RetryAfterMs, cause.RetryAfterMs);
        WriteText(json, EventNames.By, cause.By);
        WriteText(json, EventNames.Why, cause.Why);
        json.WriteEndObject();
    }

    // Round-trip format: UTC, always seven digits. It loses nothing, reads well, and sorts as text.
    private static void WriteInstant(Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } instant)
            json.WriteString(name, instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }
}
