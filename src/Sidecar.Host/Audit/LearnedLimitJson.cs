using System.Text.Json;
using Sidecar.Domain.Limits;

namespace Sidecar.Host.Audit;

/// <summary>A backend's learnt limits: the number, what it counts, and the refusals that show it.</summary>
internal static class LearnedLimitJson
{
    /// <summary>Writes nothing if none is known.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyCollection<KeyValuePair<string, LearnedLimit>> limits)
    {
        if (limits.Count == 0)
            return;
        json.WriteStartArray("learned_limits");
        foreach (var (model, limit) in limits)
        {
            json.WriteStartObject();
            if (model.Length > 0)
                json.WriteString("model", model);
            json.WriteNumber("number", limit.Number);
            json.WriteString("measure", limit.Kind.Measure.ToWire());
            json.WriteNumber("window_ms", (long)limit.Kind.Window.TotalMilliseconds);
            json.WriteString("in_words", limit.InWords);
            json.WriteString("known_by", limit.IsNamed ? "headers" : "refusals");
            json.WriteStartArray("refusals");
            foreach (var refusal in limit.Refusals)
                json.WriteStringValue(InstantText.Format(refusal));
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
