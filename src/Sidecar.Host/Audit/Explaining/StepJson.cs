using System.Text.Json;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Limits;

namespace Sidecar.Host.Audit.Explaining;

/// <summary>One step of an explained walk: its kind under <c>step</c>, and its time since the arrival.</summary>
internal static class StepJson
{
    public static void Write(Utf8JsonWriter json, WalkStep step, DateTimeOffset arrivedAt)
    {
        json.WriteStartObject();
        json.WriteString("step", NameOf(step));
        json.WriteString("at", InstantText.Format(step.At));
        json.WriteMillisecondsOrNull("after_ms", (step.At - arrivedAt).TotalMilliseconds);
        switch (step)
        {
            case PickStep pick:
                json.WriteString("backend", pick.Backend);
                json.WriteNumberOrNull("board", pick.Board);
                CandidateJson.Write(json, pick.Candidates);
                break;
            case RoundStep round:
                WriteRound(json, round);
                break;
            case LeaseStep lease:
                WriteLease(json, lease);
                break;
            case AttemptStep attempt:
                AttemptJson.Write(json, attempt);
                break;
            case QueuedStep queued:
                json.WriteNumberOrNull("ticket", queued.Ticket);
                json.WriteNumberOrNull("position", queued.Position);
                break;
            case QueueFullStep full:
                json.WriteNumberOrNull("waiting", full.Waiting);
                json.WriteNumberOrNull("waiting_bytes", full.Held);
                break;
            case WaitForegoneStep foregone:
                json.WriteString("earliest", InstantText.Format(foregone.Earliest));
                break;
            case WokenStep woken:
                WriteWoken(json, woken);
                break;
        }
        json.WriteEndObject();
    }

    private static string NameOf(WalkStep step) => step switch
    {
        PickStep => "pick",
        RoundStep => "round",
        LeaseStep => "lease",
        AttemptStep => "attempt",
        QueuedStep => "queued",
        QueueFullStep => "queue_full",
        WaitForegoneStep => "wait_foregone",
        WokenStep => "woken",
        OtherStep other => other.Kind,
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.GetType().Name, null),
    };

    private static void WriteRound(Utf8JsonWriter json, RoundStep round)
    {
        json.WriteNumberOrNull("round", round.Round);
        json.WriteStartArray("order");
        foreach (var backend in round.Order)
            json.WriteStringValue(backend);
        json.WriteEndArray();
        CandidateJson.Write(json, round.Candidates);
    }

    private static void WriteLease(Utf8JsonWriter json, LeaseStep lease)
    {
        json.WriteString("backend", lease.Backend);
        json.WriteString("refused", lease.Refusal == LeaseRefusal.None ? null : lease.Refusal.ToWire());
        json.WriteString("because", lease.Refusal == LeaseRefusal.None ? null : lease.Because);
        json.WriteString("retry_at", InstantText.Format(lease.RetryAt));
        json.WriteNumberOrNull("epoch", lease.Epoch);
        json.WriteBoolean("probe", lease.IsProbe);
        CandidateJson.WriteRest(json, lease.Rest);
    }

    private static void WriteWoken(Utf8JsonWriter json, WokenStep woken)
    {
        json.WriteNumberOrNull("ticket", woken.Ticket);
        json.WriteString("backend", woken.Backend);
        json.WriteMillisecondsOrNull("waited_ms", woken.Waited.TotalMilliseconds);
        json.WriteString("because", woken.Because);
        json.WritePropertyName("event");
        JournalledEventJson.Write(json, woken.Freed);
    }
}
