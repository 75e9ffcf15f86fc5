using System.Text.Json;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Usage;

/// <summary>
/// Recognises the event with which a chat stream reports usage and nothing else: a usage object, and choices that are empty, null or
/// missing.
/// </summary>
internal static class UsageOnlyEvent
{
    /// <param name="block">One event with all its lines.</param>
    public static bool Is(ReadOnlySpan<byte> block)
    {
        if (block.IndexOf("\"usage\""u8) < 0)
            return false;
        using var data = SseEventData.ReadFirst(block);
        try
        {
            return HasUsageAndNoChoices(new Utf8JsonReader(data.Data));
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

    private static bool HasUsageAndNoChoices(Utf8JsonReader reader)
    {
        var usage = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("usage"u8) || reader.ValueTextEquals("x_groq"u8))
            {
                // Azure's first chunk has no choices either, but prompt_filter_results in place of usage.
                reader.Read();
                usage |= reader.TokenType == JsonTokenType.StartObject;
            }
            else if (!IsLabel(ref reader) && SaysSomething(ref reader))
                return false;
            reader.Skip();
        }

        // One more read throws if anything follows the closing brace.
        return usage && !reader.Read();
    }

    // The labels of a chunk. Reads the value if the name is one of them, and otherwise leaves it alone.
    private static bool IsLabel(ref Utf8JsonReader reader)
    {
        var isLabel = reader.ValueTextEquals("id"u8) || reader.ValueTextEquals("object"u8) || reader.ValueTextEquals("created"u8)
            || reader.ValueTextEquals("model"u8)
            || reader.ValueTextEquals("system_fingerprint"u8) || reader.ValueTextEquals("service_tier"u8)
                || reader.ValueTextEquals("provider"u8)
            || reader.ValueTextEquals("timings"u8) || reader.ValueTextEquals("obfuscation"u8);
        if (isLabel)
            reader.Read();
        return isLabel;
    }

    // Anything else counts if it is a text or not empty: choices, an error, citations, filter results. Numbers and booleans are the
    // server's own metrics.
    private static bool SaysSomething(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.ValueSpan.Length > 0;
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return false;
        var inside = reader;
        inside.Read();
        return inside.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray);
    }
}
