using System.Text.Json;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Usage;

/// <summary>Recognises the event by which a chat stream reports usage and nothing else: no choices, and a usage object.</summary>
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
            // A name that is no valid Unicode.
            return false;
        }
    }

    private static bool HasUsageAndNoChoices(Utf8JsonReader reader)
    {
        var noChoices = false;
        var usage = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                // Azure's first chunk has no choices either, but prompt_filter_results in place of usage.
                if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.TokenType != JsonTokenType.EndArray)
                    return false;
                noChoices = true;
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                    return false;
                usage = true;
            }
            else
            {
                reader.Read();
            }

            reader.Skip();
        }

        // One more read finds whatever follows the closing brace, and throws.
        return noChoices && usage && !reader.Read();
    }
}
