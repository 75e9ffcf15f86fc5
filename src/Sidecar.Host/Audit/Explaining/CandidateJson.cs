using System.Text.Json;
using Sidecar.Domain.Audit;

namespace Sidecar.Host.Audit.Explaining;

/// <summary>The state of the backends that a walk considered, each with the event that excluded it.</summary>
internal static class CandidateJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Candidate>? candidates)
    {
        if (candidates is null)
        {
            json.WriteNull("candidates");
            return;
        }
        json.WriteStartArray("candidates");
        foreach (var candidate in candidates)
        {
            json.WriteStartObject();
            json.WriteString("backend", candidate.Backend);
            json.WriteNumberOrNull("load", candidate.Load);
            json.WriteString("excluded", candidate.Excluded);
            json.WriteString("because", candidate.Because);
            json.WriteString("until", InstantText.Format(candidate.Until));
            WriteRest(json, candidate.Rest);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Writes <c>event</c>, <c>extended_by</c> and <c>race</c>.</summary>
    public static void WriteRest(Utf8JsonWriter json, CooldownCause? rest)
    {
        json.WritePropertyName("event");
        JournalledEventJson.Write(json, rest?.Event);
        if (rest?.Extended is { } extended)
        {
            json.WritePropertyName("extended_by");
            JournalledEventJson.Write(json, extended);
        }
        if (rest?.Race is { } race)
            WriteRace(json, race);
    }

    private static void WriteRace(Utf8JsonWriter json, BoardRace race)
    {
        json.WriteStartObject("race");
        json.WriteString("because", ExclusionWords.OfRace(race));
        json.WriteString("before", race.Before ?? "open");
        json.WriteString("after", race.Event is null ? null : race.After ?? "open");
        json.WritePropertyName("event");
        JournalledEventJson.Write(json, race.Event);
        json.WriteEndObject();
    }
}
