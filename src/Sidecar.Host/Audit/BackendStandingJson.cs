using System.Text.Json;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Host.Audit;

/// <summary>The fields of a backend's state, the same for the past, the present, and comparisons.</summary>
internal static class BackendStandingJson
{
    public static void WriteFields(Utf8JsonWriter json, BackendStanding standing)
    {
        WriteFields(json, standing.Whole);
        json.WriteNumber("failures", standing.Failures);
        json.WriteNumber("epoch", standing.Epoch);
        WriteAbsent(json, standing.Absent);
        LearnedLimitJson.Write(json, standing.Limits);
        if (standing.Models.Count == 0)
            return;
        json.WriteStartObject("models");
        foreach (var (model, rest) in standing.Models)
        {
            json.WriteStartObject(model);
            WriteFields(json, rest);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteAbsent(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, DateTimeOffset>> absent)
    {
        if (absent.Count == 0)
            return;
        json.WriteStartObject("absent_models");
        foreach (var (model, until) in absent)
            json.WriteString(model, InstantText.Format(until));
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, CooldownStanding rest)
    {
        json.WriteString("state", NameOf(rest.Mode));
        json.WriteString("reason", rest.Reason?.ToWire());
        json.WriteString("since", InstantText.Format(rest.Since));
        json.WriteString("until", InstantText.Format(rest.Until));
        json.WriteString("probed_by", rest.ProbedBy);
        json.WriteNumber("streak", rest.Streak);
        json.WritePropertyName("cause");
        CauseJson.Write(json, rest.Cause);
    }

    public static string NameOf(RestMode mode) => mode switch
    {
        RestMode.Available => "available",
        RestMode.Cooling => "cooling",
        RestMode.Probing => "probing",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };
}
