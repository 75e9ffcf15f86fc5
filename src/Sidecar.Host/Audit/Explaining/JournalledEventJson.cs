using System.Text.Json;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Host.Audit.Explaining;

/// <summary>An event that a step of a walk refers to: its place in the journal, and its content.</summary>
internal static class JournalledEventJson
{
    public static void Write(Utf8JsonWriter json, JournalledEvent? shown)
    {
        if (shown is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteNumber("ordering", shown.Ordering);
        json.WriteNumber("sequence_number", shown.SequenceNumber);
        json.WriteString("type", shown.Type);
        json.WriteString("at", InstantText.Format(shown.At));
        json.WriteString("model", shown.Model);
        if (shown.Event is CooldownStarted started)
            json.WriteString("reason", started.Reason.ToWire());
        if (shown.Until is { } until)
            json.WriteString("until", InstantText.Format(until));
        if (shown.Streak is { } streak)
            json.WriteNumber("streak", streak);
        json.WritePropertyName("cause");
        CauseJson.Write(json, shown.Cause);
        json.WriteEndObject();
    }
}
