using System.Text.Json;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Attempts;

/// <summary>
/// Tells from the beginning of an answer whether it has said something yet, so that it can be judged; until then another backend may
/// still answer.
/// </summary>
public static class AnswerOpening
{
    /// <summary>Whether a stream has an event that is more than a ping or a sign of life.</summary>
    /// <param name="events">What has come.</param>
    /// <param name="passed">How much of it is known to say nothing; moved on by what is found to.</param>
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

    /// <summary>Whether a document has come as far as a field that only results have, as an error's end, or as its own.</summary>
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
            // No JSON, or no valid Unicode: more of it says nothing more.
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
            // A result that is null may stand beside an error.
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
