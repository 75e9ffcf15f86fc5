using System.Text.Json;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Walk;

namespace Sidecar.Host.Audit.Explaining;

/// <summary>An explained walk, the same over HTTP and on the command line. Unknown or inapplicable values are null, so that the shape
/// never varies.</summary>
internal static class ExplanationJson
{
    public static void Write(Utf8JsonWriter json, WalkExplanation walk)
    {
        json.WriteStartObject();
        json.WriteString("id", walk.RequestId);
        json.WriteBoolean("running", walk.End is null);
        json.WriteString("arrived_at", InstantText.Format(walk.ArrivedAt));
        json.WriteString("model", walk.Model);
        json.WriteBoolean("stream", walk.Stream);
        json.WriteNumber("estimated_tokens", walk.Tokens);
        json.WriteString("client", walk.Client);
        WriteNow(json, walk.Now);
        json.WriteStartArray("phases");
        foreach (var phase in walk.Phases)
            WritePhase(json, phase, walk.ArrivedAt);
        json.WriteEndArray();
        WriteEnd(json, walk.End);
        json.WriteEndObject();
    }

    private static void WriteNow(Utf8JsonWriter json, RunningStep? now)
    {
        if (now is null)
        {
            json.WriteNull("now");
            return;
        }
        json.WriteStartObject("now");
        json.WriteString("phase", now.Phase.ToWire());
        json.WriteString("waits_for", now.WaitsFor);
        json.WriteString("backend", now.Backend);
        json.WriteString("until", InstantText.Format(now.Until));
        json.WriteEndObject();
    }

    private static void WritePhase(Utf8JsonWriter json, WalkPhase phase, DateTimeOffset arrivedAt)
    {
        json.WriteStartObject();
        json.WriteString("phase", phase.Phase.ToWire());
        json.WriteString("from", InstantText.Format(phase.From));
        json.WriteString("until", InstantText.Format(phase.Until));
        if (phase.Activated is { } activated)
        {
            json.WritePropertyName("activated");
            JournalledEventJson.Write(json, activated);
        }
        json.WriteStartArray("steps");
        foreach (var step in phase.Steps)
            StepJson.Write(json, step, arrivedAt);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteEnd(Utf8JsonWriter json, WalkEnding? end)
    {
        if (end is null)
        {
            json.WriteNull("end");
            return;
        }
        json.WriteStartObject("end");
        json.WriteString("at", InstantText.Format(end.At));
        json.WriteNumber("status", end.Status);
        json.WriteString("code", end.Code);
        json.WriteString("meaning", end.Meaning);
        json.WriteNumber("bytes", end.Bytes);
        json.WriteMillisecondsOrNull("duration_ms", end.Duration.TotalMilliseconds);
        json.WriteNumber("attempts", end.Attempts);
        json.WriteNumberOrNull("total_tokens", end.Tokens);
        json.WriteNumberOrNull("cost", end.Cost);
        json.WriteEndObject();
    }
}
