using System.Text.Json;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Backends;

namespace Sidecar.Host.Audit.Explaining;

/// <summary>One attempt: where it was sent, its result, the events it caused, and its row in the ledger.</summary>
internal static class AttemptJson
{
    public static void Write(Utf8JsonWriter json, AttemptStep attempt)
    {
        json.WriteNumber("attempt", attempt.Number);
        json.WriteString("backend", attempt.Backend);
        json.WriteString("translated", attempt.Translated == Translations.None ? null : attempt.Translated.ToWire());
        json.WriteString("sent_at", InstantText.Format(attempt.SentAt));
        json.WriteString("answered_at", InstantText.Format(attempt.AnsweredAt));
        json.WriteMillisecondsOrNull("duration_ms", (attempt.AnsweredAt - attempt.SentAt)?.TotalMilliseconds);
        json.WriteNumberOrNull("status", attempt.Status);
        json.WriteString("error", attempt.Error is { } error ? AttemptWords.Of(error) : null);
        json.WriteString("verdict", attempt.Verdict is { } verdict ? AttemptWords.Name(verdict) : null);
        json.WriteString("meaning", attempt.Meaning);
        json.WriteNumberOrNull("retry_after_ms", attempt.RetryAfterMs);
        json.WriteStartArray("caused");
        foreach (var caused in attempt.Caused)
            JournalledEventJson.Write(json, caused);
        json.WriteEndArray();
        json.WritePropertyName("ledger");
        WriteFigures(json, attempt.Figures);
    }

    private static void WriteFigures(Utf8JsonWriter json, AttemptFigures? figures)
    {
        if (figures is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteString("pool", figures.Pool);
        json.WriteString("error_class", figures.ErrorClass);
        json.WriteMillisecondsOrNull("latency_ms", figures.LatencyMs);
        json.WriteMillisecondsOrNull("first_token_ms", figures.FirstTokenMs);
        json.WriteNumberOrNull("prompt_tokens", figures.PromptTokens);
        json.WriteNumberOrNull("completion_tokens", figures.CompletionTokens);
        json.WriteNumberOrNull("total_tokens", figures.TotalTokens);
        json.WriteNumberOrNull("cost", figures.Cost);
        json.WriteEndObject();
    }
}
