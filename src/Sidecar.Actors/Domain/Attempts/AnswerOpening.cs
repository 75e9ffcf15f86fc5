using System.Text.Json;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Attempts;

/// <summary>
/// Tells whether the beginning of an answer says enough to classify it; until then another backend may still answer.
/// </summary>
public static class AnswerOpening
{
    /// <summary>Whether a stream has an event that is more than a ping or an opening event.</summary>
    /// <param name="events">What has come.</param>
    /// <param name="passed">How many bytes are known to say nothing; moved forward as more are found.</param>
    public static bool HasSaid(ReadOnlySpan<byte> events, ref int passed)
    {
        while (SseFraming.FirstEventEnd(events[passed..]) is var end and >= 0)
        {
            using var first = SseEventData.ReadFirst(events.Slice(passed, end));
            if (first.IsNamed("error"u8) || !StreamOpening.SaysNothingYet(first.Data))
                return true;
            passed += end;
        }

        return false;
    }

    /// <summary>Whether a document has reached a field that only results have, the end of an error, or its own end.</summary>
    public static bool HasSaid(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith(JsonStart.ByteOrderMark))
            json = json[JsonStart.ByteOrderMark.Length..];
        try
        {
            return ReadTop(new Utf8JsonReader(json, isFinalBlock: false, default));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or not valid Unicode: more of it would not help.
            return true;
        }
    }

    private static bool ReadTop(Utf8JsonReader reader)
    {
        if (!reader.Read())
            return false;
        if (reader.TokenType != JsonTokenType.StartObject)
            return reader.TrySkip();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
                return true;
            var isResult = reader.ValueTextEquals("choices"u8) || reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("output"u8)
                || reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("candidates"u8);
            var isError = reader.ValueTextEquals("error"u8);
            var isLabel = reader.ValueTextEquals("object"u8);
            if (!reader.Read())
                return false;
            // A result field that is null may stand beside an error.
            if ((isResult && reader.TokenType != JsonTokenType.Null)
                || (isLabel && reader.TokenType == JsonTokenType.String && !reader.ValueTextEquals("error"u8)))
                return true;
            if (!reader.TrySkip())
                return false;
            if (isError && reader.TokenType != JsonTokenType.Null)
                return true;
        }

        return false;
    }
}
