using System.Text.Json;
using Sidecar.Host.RuntimeBackends;

namespace Sidecar.Host.Admin;

/// <summary>The answer when a change is refused: the usual error, with every fault of the definition under <c>faults</c>.</summary>
internal static class ChangeAnswer
{
    public static IResult Refused(ChangeRefusal refusal) => new JsonAnswer(json => Write(json, refusal), refusal.Status);

    private static void Write(Utf8JsonWriter json, ChangeRefusal refusal)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", refusal.Message);
        json.WriteString("type", refusal.Status >= 500 ? "service_unavailable" : "invalid_request_error");
        json.WriteString("code", refusal.Code);
        json.WriteString("param", refusal.Faults.Count > 0 ? refusal.Faults[0].Key : null);
        json.WriteEndObject();
        json.WriteStartArray("faults");
        foreach (var fault in refusal.Faults)
        {
            json.WriteStartObject();
            json.WriteString("key", fault.Key);
            json.WriteString("message", fault.Message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
