using System.Text.Json;

namespace Sidecar.Domain.Wire;

/// <summary>The model that an answer says it is from, read from its first bytes: a top-level <c>model</c>, or one within <c>response</c>
/// (the responses API) or <c>message</c> (Anthropic).</summary>
internal static class AnswerModel
{
    private const int Longest = 256;

    /// <summary>An answer that is one JSON document, possibly cut. Null: it does not say.</summary>
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
                // What a model wrote is never looked at: of all objects only these two are entered.
                if (reader.TokenType == JsonTokenType.PropertyName && !reader.ValueTextEquals("response"u8)
                    && !reader.ValueTextEquals("message"u8)
                    && !(reader.Read() && reader.TrySkip()))
                    return null;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or no valid Unicode: it does not say.
        }
        return null;
    }

    /// <summary>The first event of a stream that carries data.</summary>
    public static string? ReadFirstEvent(ReadOnlySpan<byte> peeked)
    {
        using var first = SseEventData.ReadFirst(peeked);
        return ReadJson(first.Data);
    }
}
