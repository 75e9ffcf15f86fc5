using System.Text.Json;

namespace Sidecar.Domain.Attempts;

/// <content>Errors inside a choice: OpenRouter puts them there when a provider fails after it began.</content>
internal partial struct ErrorBody
{
    private bool ReadChoices(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return ReadResult(ref reader);
        HasResult = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            if (reader.TokenType != JsonTokenType.StartObject || !ReadChoice(ref reader))
                return false;
        return reader.TokenType == JsonTokenType.EndArray;
    }

    // A document is read no further than to its first words, unless an error came before them.
    private bool ReadChoice(ref Utf8JsonReader reader)
    {
        var failed = isEvent;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isError = reader.ValueTextEquals("error"u8);
            var isEnd = reader.ValueTextEquals("finish_reason"u8);
            var isSaid = reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("text"u8);
            if (!reader.Read())
                return false;
            failed |= IsError || (isEnd && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("error"u8));
            if (isError ? !ReadError(ref reader, 0) : isSaid && !failed ? !StreamOpening.IsRoleAlone(ref reader) : !reader.TrySkip())
                return false;
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }
}
