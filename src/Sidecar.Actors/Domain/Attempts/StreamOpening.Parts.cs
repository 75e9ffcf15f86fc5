using System.Text.Json;

namespace Sidecar.Domain.Attempts;

/// <content>Parts of Messages and Responses streams: an event of their own begins them, before anything is in them.</content>
internal static partial class StreamOpening
{
    private static bool StartsPart(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("content_block_start"u8) || reader.ValueTextEquals("response.output_item.added"u8)
        || reader.ValueTextEquals("response.content_part.added"u8)
        || reader.ValueTextEquals("response.reasoning_summary_part.added"u8);

    private static bool IsPart(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("content_block"u8) || reader.ValueTextEquals("item"u8) || reader.ValueTextEquals("part"u8);

    // A call of a tool says something by its name.
    private static bool IsOfWords(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("thinking"u8) || reader.ValueTextEquals("message"u8)
        || reader.ValueTextEquals("reasoning"u8) || reader.ValueTextEquals("output_text"u8) || reader.ValueTextEquals("summary_text"u8)
        || reader.ValueTextEquals("reasoning_text"u8) || reader.ValueTextEquals("refusal"u8);

    private static bool IsEmptyPart(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isFrame = reader.ValueTextEquals("id"u8) || reader.ValueTextEquals("status"u8) || reader.ValueTextEquals("role"u8);
            if (!reader.Read())
                return false;
            if (isType ? !IsOfWords(ref reader) : !isFrame && !IsNothing(ref reader))
                return false;
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    // Null, an empty text, or a list or an object of nothing.
    private static bool IsNothing(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return true;
            case JsonTokenType.String:
                return reader.ValueSpan.IsEmpty;
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                return reader.Read() && reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
            default:
                return false;
        }
    }
}
