using System.Text.Json;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Host.Audit;

/// <summary>One interval of rest with its parts.</summary>
internal static class IntervalJson
{
    public static void Write(Utf8JsonWriter json, string backend, CooldownInterval interval)
    {
        json.WriteStartObject();
        json.WriteString("backend", backend);
        json.WriteString("model", interval.Model);
        json.WriteString("from", InstantText.Format(interval.From));
        json.WriteString("until", InstantText.Format(interval.To));
        json.WriteString("end", NameOf(interval.End));
        json.WriteString("reason", interval.Reason.ToWire());
        json.WriteNumber("streak", interval.Streak);
        json.WritePropertyName("cause");
        CauseJson.Write(json, interval.Cause);
        json.WriteStartArray("parts");
        foreach (var part in interval.Parts)
            Write(json, part);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static string NameOf(IntervalEnd end) => end switch
    {
        IntervalEnd.Resting => "resting",
        IntervalEnd.AwaitingProbe => "awaiting_probe",
        IntervalEnd.ProbeClosed => "probe_closed",
        IntervalEnd.RestedAgain => "rested_again",
        IntervalEnd.Operator => "operator",
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, null),
    };

    private static void Write(Utf8JsonWriter json, IntervalPart part)
    {
        json.WriteStartObject();
        json.WriteString("at", InstantText.Format(part.At));
        json.WriteString("type", part.IsExtension ? "extended" : "started");
        json.WriteString("reason", part.Reason.ToWire());
        json.WriteString("until", InstantText.Format(part.Until));
        json.WriteNumber("streak", part.Streak);
        json.WritePropertyName("cause");
        CauseJson.Write(json, part.Cause);
        json.WriteEndObject();
    }
}
