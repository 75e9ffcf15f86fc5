using System.Text.Json;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Host.Audit;

/// <summary>The cause of an event or a rest, under its stored names; absent fields are left out, as in the store.</summary>
internal static class CauseJson
{
    public static void Write(Utf8JsonWriter json, Cause? cause)
    {
        if (cause is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        WriteText(json, "request_id", cause.RequestId);
        if (cause.Attempt != 0)
            json.WriteNumber("attempt", cause.Attempt);
        if (cause.Status is { } status)
            json.WriteNumber("status", status);
        WriteText(json, "error", cause.Error);
        if (cause.RetryAfterMs is { } asked)
            json.WriteNumber("retry_after_ms", asked);
        WriteText(json, "by", cause.By);
        WriteText(json, "why", cause.Why);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }
}
