using System.Text.Json;

namespace Sidecar.Domain.Wire;

/// <summary>Finds the stored objects to which a request's body refers: an earlier response, a conversation, files anywhere in it, and the
/// stores and containers of its tools.</summary>
internal static class StoredIdReferences
{
    /// <summary>Whether a body that continues no response or conversation may still name a file: one quick search before it is
    /// parsed.</summary>
    public static bool MayNameFile(ReadOnlySpan<byte> body) => body.IndexOf("file_id"u8) >= 0;

    /// <summary>The first known id in the body, otherwise the first id; null if it refers to nothing.</summary>
    public static string? Of(ReadOnlySpan<byte> body, Func<string, bool> isKnown)
    {
        if (JsonStart.Of(body) is not (>= 0 and var start))
            return null;
        string? first = null;
        try
        {
            var reader = new Utf8JsonReader(body[start..], new JsonReaderOptions { MaxDepth = 512 });
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || !IsReference(ref reader) || !reader.Read())
                    continue;
                // The items of a list are read one after the other: they are texts, or objects that may hold ids themselves.
                var isList = reader.TokenType == JsonTokenType.StartArray;
                while ((isList && reader.Read() && reader.TokenType == JsonTokenType.String) || !isList)
                {
                    var id = reader.TokenType == JsonTokenType.StartObject ? StoredIds.IdIn(reader) : StoredIds.TextOf(reader);
                    if (id is not null && isKnown(id))
                        return id;
                    first ??= id;
                    if (!isList)
                        break;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or not valid Unicode: what was read until then counts.
        }
        return first;
    }

    private static bool IsReference(ref Utf8JsonReader name) =>
        name.ValueTextEquals("file_id"u8) || name.ValueTextEquals("file_ids"u8) || name.ValueTextEquals("vector_store_ids"u8)
        || (name.CurrentDepth == 1
            ? name.ValueTextEquals("previous_response_id"u8) || name.ValueTextEquals("conversation"u8)
                || name.ValueTextEquals("input_file_id"u8) || name.ValueTextEquals("training_file"u8)
                || name.ValueTextEquals("validation_file"u8)
            : name.ValueTextEquals("container"u8));
}
