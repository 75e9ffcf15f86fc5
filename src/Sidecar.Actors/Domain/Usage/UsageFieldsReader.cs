using System.Text.Json;

namespace Sidecar.Domain.Usage;

/// <summary>
/// Reads the numbers of one usage object from its bytes: integers, however they are written (<c>12</c>, <c>12.0</c>, <c>1e3</c>).
/// Other, negative and absurd numbers count as unknown.
/// </summary>
internal static class UsageFieldsReader
{
    // Far above any context window, and low enough that sums and prices never overflow.
    private const long MostTokens = 1_000_000_000_000;

    /// <summary>False when the bytes are not JSON.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out UsageFields fields)
    {
        fields = default;
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            ReadObject(ref reader, ref fields);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // The name is not valid Unicode.
            return false;
        }
    }

    private static void ReadObject(ref Utf8JsonReader reader, ref UsageFields fields)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("prompt_tokens"u8))
                Read(ref reader, ref fields.Prompt);
            else if (reader.ValueTextEquals("completion_tokens"u8))
                Read(ref reader, ref fields.Completion);
            else if (reader.ValueTextEquals("total_tokens"u8))
                Read(ref reader, ref fields.Total);
            else if (reader.ValueTextEquals("input_tokens"u8))
                Read(ref reader, ref fields.Input);
            else if (reader.ValueTextEquals("output_tokens"u8))
                Read(ref reader, ref fields.Output);
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8))
                Read(ref reader, ref fields.CacheRead);
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8))
                Read(ref reader, ref fields.CacheCreation);
            // DeepSeek's and Moonshot's names, outside the nested details that OpenAI uses.
            else if (reader.ValueTextEquals("prompt_cache_hit_tokens"u8) || reader.ValueTextEquals("cached_tokens"u8))
                Read(ref reader, ref fields.Cached);
            else if (reader.ValueTextEquals("prompt_tokens_details"u8) || reader.ValueTextEquals("input_tokens_details"u8))
                ReadDetails(ref reader, ref fields, ofInput: true);
            else if (reader.ValueTextEquals("completion_tokens_details"u8) || reader.ValueTextEquals("output_tokens_details"u8))
                ReadDetails(ref reader, ref fields, ofInput: false);
            else if (reader.ValueTextEquals("reasoning_tokens"u8))
                Read(ref reader, ref fields.Reasoning);
            else
                reader.Read();
            reader.Skip();
        }
    }

    private static void ReadDetails(ref Utf8JsonReader reader, ref UsageFields fields, bool ofInput)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (ofInput && reader.ValueTextEquals("cached_tokens"u8))
                Read(ref reader, ref fields.Cached);
            else if (ofInput && (reader.ValueTextEquals("cache_write_tokens"u8) || reader.ValueTextEquals("cache_creation_tokens"u8)))
                Read(ref reader, ref fields.CacheWrite);
            else if (!ofInput && reader.ValueTextEquals("reasoning_tokens"u8))
                Read(ref reader, ref fields.Reasoning);
            else
                reader.Read();
            reader.Skip();
        }
    }

    private static void Read(ref Utf8JsonReader reader, ref long? field)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.Number)
            return;
        if (!reader.TryGetInt64(out var tokens))
        {
            if (!reader.TryGetDouble(out var number) || !(number is >= 0 and <= MostTokens) || number != Math.Floor(number))
                return;
            tokens = (long)number;
        }
        if (tokens is >= 0 and <= MostTokens)
            field = tokens;
    }
}
