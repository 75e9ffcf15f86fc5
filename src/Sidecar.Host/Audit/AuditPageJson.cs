using System.Text.Json;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Audit;

/// <summary>A page of stored events, the same over HTTP and on the command line.</summary>
internal static class AuditPageJson
{
    public static void Write(Utf8JsonWriter json, AuditPage page)
    {
        json.WriteStartObject();
        json.WriteStartArray("events");
        foreach (var stored in page.Events)
            AuditEventJson.Write(json, stored);
        json.WriteEndArray();
        if (page.Next is { } next)
            json.WriteNumber("next", next);
        else
            json.WriteNull("next");
        json.WriteEndObject();
    }
}
