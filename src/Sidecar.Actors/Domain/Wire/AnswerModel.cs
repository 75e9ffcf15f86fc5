using System.Text.Json;

namespace Sidecar.Domain.Wire;

/// <summary>Reads the model that an answer names from its first bytes: a top-level <c>model</c>, or one inside <c>response</c> (the
/// responses API) or <c>message</c> (Anthropic).</summary>
internal static class AnswerModel
{
    private const int Longest = 256;

    /// <summary>For an answer that is one JSON document, possibly cut off. Null: it names no model.</summary>
    public static string? ReadJson(ReadOnlySpan<byte> peeked)
    {
        if (peeked.StartsWith(JsonStart.ByteOrderMark))
            peeked = peeked[JsonStart.ByteOrderMark.Length..];
        try
        {
            var reader = new Utf8JsonReader(peeked, isFinalBlock: false, default);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("model"u8))
                    return reader.Read() && reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= Longest
                        ? reader.GetString() : null;
                // A model's output is never read: of all objects only these two are entered.
                if (reader.TokenType == JsonTokenType.PropertyName && !reader.ValueTextEquals("response"u8)
                    && !reader.ValueTextEquals("message"u8)
                    && !(reader.Read() && reader.TrySkip()))
                    return null;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or not valid Unicode: no model is named.
        }
        return null;
    }

    /// <summary>Reads the first event of a stream that carries data.</summary>
    public static string? ReadFirstEvent(ReadOnlySpan<byte> peeked)
    {
        using var first = SseEventData.ReadFirst(peeked);
        return ReadJson(first.Data);
    }
}
