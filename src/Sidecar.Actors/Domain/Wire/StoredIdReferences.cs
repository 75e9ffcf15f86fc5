using System.Text.Json;

namespace Sidecar.Domain.Wire;

/// <summary>The stored objects to which a request's body refers: an earlier response, a conversation, files wherever they stand in it,
/// the stores and containers of its tools.</summary>
internal static class StoredIdReferences
{
    /// <summary>Whether a body that goes on from nothing may still name a file: one search, before it is read.</summary>
    public static bool MayNameFile(ReadOnlySpan<byte> body) => body.IndexOf("file_id"u8) >= 0;

    /// <summary>The first id in it that is known, else the first one. Null: it refers to nothing.</summary>
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
                // A list is read on as it comes: its items are texts, and anything else in it may hold names of its own.
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
