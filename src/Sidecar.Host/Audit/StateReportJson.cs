using System.Text.Json;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Audit;

/// <summary>A <see cref="StateReport"/>, over HTTP and on the command line alike.</summary>
internal static class StateReportJson
{
    public static void Write(Utf8JsonWriter json, StateReport report)
    {
        json.WriteStartObject();
        json.WriteString("at", InstantText.Format(report.At));
        json.WriteStartArray("backends");
        foreach (var backend in report.Backends)
            Write(json, backend);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BackendReport report)
    {
        json.WriteStartObject();
        json.WriteString("backend", report.Backend);
        if (report.Standing is { } standing)
        {
            WriteFields(json, standing.Whole);
            json.WriteNumber("failures", standing.Failures);
            json.WriteNumber("epoch", standing.Epoch);
        }
        else
        {
            json.WriteString("state", "unknown");
            json.WriteString("fault", report.Fault);
        }
        WriteLast(json, report.LastEvent);
        if (report.Standing?.Models is { Count: > 0 } models)
            WriteModels(json, models);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, RestStanding rest)
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

    private static void WriteLast(Utf8JsonWriter json, EventPlace? place)
    {
        json.WritePropertyName("last_event");
        if (place is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteNumber("ordering", place.Ordering);
        json.WriteNumber("sequence_number", place.SequenceNumber);
        json.WriteEndObject();
    }

    private static void WriteModels(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, RestStanding>> models)
    {
        json.WriteStartObject("models");
        foreach (var (model, rest) in models)
        {
            json.WriteStartObject(model);
            WriteFields(json, rest);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    public static string NameOf(RestMode mode) => mode switch
    {
        RestMode.Available => "available",
        RestMode.Cooling => "cooling",
        RestMode.Probing => "probing",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };
}
