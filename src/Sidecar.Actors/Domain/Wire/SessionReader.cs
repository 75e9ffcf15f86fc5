using System.Text.Json;

namespace Sidecar.Domain.Wire;

/// <summary>Finds the signs of a session in a request's body: the raw bytes of each.</summary>
internal ref struct SessionReader
{
    /// <summary><c>prompt_cache_key</c>.</summary>
    public ReadOnlySpan<byte> CacheKey { get; private set; }

    /// <summary><c>metadata.user_id</c>.</summary>
    public ReadOnlySpan<byte> User { get; private set; }

    /// <summary>The system prompt, if it is a field of its own.</summary>
    public ReadOnlySpan<byte> System { get; private set; }

    /// <summary>The messages up to and including the user's first.</summary>
    public ReadOnlySpan<byte> First { get; private set; }

    /// <summary>Never throws: a body that is not a JSON object has no signs.</summary>
    public static SessionReader Read(ReadOnlySpan<byte> body)
    {
        var signs = default(SessionReader);
        if (JsonStart.Of(body) is not (>= 0 and var start))
            return signs;
        try
        {
            signs.Read(body[start..], new Utf8JsonReader(body[start..], new JsonReaderOptions { MaxDepth = 512 }));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What was read before the fault still counts.
        }
        return signs;
    }

    private void Read(ReadOnlySpan<byte> json, Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKey = reader.ValueTextEquals("prompt_cache_key"u8);
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            var isSystem = reader.ValueTextEquals("system"u8) || reader.ValueTextEquals("instructions"u8);
            var isMessages = reader.ValueTextEquals("messages"u8) || reader.ValueTextEquals("input"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (isKey && reader.TokenType == JsonTokenType.String)
                CacheKey = reader.ValueSpan;
            else if (isMetadata && reader.TokenType == JsonTokenType.StartObject)
                User = UserIn(reader);
            else if (isMessages)
                First = json[start..EndOfFirst(reader)];
            reader.Skip();
            if (isSystem)
                System = json[start..(int)reader.BytesConsumed];
        }
    }

    private static ReadOnlySpan<byte> UserIn(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isUser = reader.ValueTextEquals("user_id"u8);
            reader.Read();
            if (isUser && reader.TokenType == JsonTokenType.String)
                return reader.ValueSpan;
            reader.Skip();
        }
        return default;
    }

    // Where a text ends.
    private static int EndOfFirst(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return (int)reader.BytesConsumed;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            if (IsOfUser(ref reader))
                break;
        return (int)reader.BytesConsumed;
    }

    private static bool IsOfUser(ref Utf8JsonReader reader)
    {
        var isUser = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRole = reader.ValueTextEquals("role"u8);
            reader.Read();
            isUser |= isRole && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("user"u8);
            reader.Skip();
        }
        return isUser;
    }
}
