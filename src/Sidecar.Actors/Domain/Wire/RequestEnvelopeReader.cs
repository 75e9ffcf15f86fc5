using System.Text.Json;

namespace Sidecar.Domain.Wire;

/// <summary>Reads a <see cref="RequestEnvelope"/> in one pass that allocates only the model's name. Of a repeated key the last one
/// counts.</summary>
public static class RequestEnvelopeReader
{
    private const int MaxDepth = 512;

    /// <summary>Never throws: a body with any syntax error is <see cref="RequestEnvelope.Opaque"/>, since it is unknown how an upstream
    /// would read it.</summary>
    public static RequestEnvelope Read(ReadOnlySpan<byte> body)
    {
        var start = JsonStart.Of(body);
        if (start < 0)
            return RequestEnvelope.Opaque;
        try
        {
            return ReadObject(body, start);
        }
        catch (JsonException)
        {
            return RequestEnvelope.Opaque;
        }
        catch (InvalidOperationException)
        {
            // The reader throws this for invalid Unicode: broken UTF-8, or half a surrogate pair as an escape.
            return RequestEnvelope.Opaque;
        }
    }

    private static RequestEnvelope ReadObject(ReadOnlySpan<byte> body, int start)
    {
        var reader = new Utf8JsonReader(body[start..], new JsonReaderOptions { MaxDepth = MaxDepth });
        var envelope = RequestEnvelope.Opaque with { IsObject = true };
        reader.Read();
        var models = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (ModelKeys.Is(ref reader) && ++models > 1)
                envelope = envelope with { NamesModelsTwice = true };
            if (reader.ValueTextEquals("model"u8))
                ReadModel(ref reader, start, ref envelope);
            else if (reader.ValueTextEquals("stream"u8))
                envelope = envelope with { Stream = reader.Read() && reader.TokenType == JsonTokenType.True };
            else if (reader.ValueTextEquals("stream_options"u8))
                ReadStreamOptions(ref reader, start, ref envelope);
            else if (reader.ValueTextEquals("max_tokens"u8) || reader.ValueTextEquals("max_completion_tokens"u8)
                || reader.ValueTextEquals("max_output_tokens"u8))
                ReadMaxTokens(ref reader, ref envelope);
            else
                reader.Read();
            reader.Skip();
        }

        // One more read throws if anything follows the closing brace.
        reader.Read();
        return envelope;
    }

    private static void ReadModel(ref Utf8JsonReader reader, int start, ref RequestEnvelope envelope)
    {
        reader.Read();
        var named = reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > 0;
        // An escaped character takes six bytes; longer values are not even decoded.
        var name = named && reader.ValueSpan.Length <= 6 * RequestEnvelope.LongestModel ? reader.GetString()! : "";
        if (named && name.Length is (0 or > RequestEnvelope.LongestModel))
            envelope = envelope with { HasLongModel = true };
        else
            envelope = named
                ? envelope with
                {
                    Model = name,
                    ModelStart = start + (int)reader.TokenStartIndex,
                    ModelLength = reader.ValueSpan.Length + 2
                }
                : envelope with { Model = RequestEnvelope.UnknownModel, ModelStart = -1, ModelLength = 0 };
    }

    private static void ReadMaxTokens(ref Utf8JsonReader reader, ref RequestEnvelope envelope)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var tokens) && tokens > (envelope.MaxTokens ?? -1))
            envelope = envelope with { MaxTokens = tokens };
    }

    private static void ReadStreamOptions(ref Utf8JsonReader reader, int start, ref RequestEnvelope envelope)
    {
        reader.Read();
        envelope = WithUsageValue(envelope with { StreamOptionsStart = -1 }, ref reader, start);
        if (reader.TokenType != JsonTokenType.StartObject)
            return;

        envelope = envelope with { HasOddStreamOptions = false, StreamOptionsStart = start + (int)reader.BytesConsumed };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var includeUsage = reader.ValueTextEquals("include_usage"u8);
            reader.Read();
            if (includeUsage)
                envelope = WithUsageValue(envelope, ref reader, start);
            reader.Skip();
        }
    }

    private static RequestEnvelope WithUsageValue(in RequestEnvelope envelope, ref Utf8JsonReader reader, int start)
    {
        var inside = envelope.StreamOptionsStart >= 0;
        var replaceable = reader.TokenType == JsonTokenType.Null || (inside && reader.TokenType == JsonTokenType.False);
        var asked = inside && reader.TokenType == JsonTokenType.True;
        return envelope with
        {
            IncludesUsage = asked,
            UsageValueStart = replaceable ? start + (int)reader.TokenStartIndex : -1,
            UsageValueLength = replaceable ? reader.ValueSpan.Length : 0,
            HasOddStreamOptions = !asked && !replaceable,
        };
    }
}
