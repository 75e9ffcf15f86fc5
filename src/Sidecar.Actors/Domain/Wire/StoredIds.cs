using System.Text.Json;

namespace Sidecar.Domain.Wire;

/// <summary>Ids of objects that a provider stores: where paths name them, and where answers create them. Only the backend that made them
/// knows them.</summary>
internal static class StoredIds
{
    // Longer than any provider's ids; a bound, because clients and upstreams choose these texts.
    private const int Longest = 256;

    private static readonly string[] Stores =
        ["responses", "files", "uploads", "batches", "vector_stores", "conversations", "containers", "videos", "evals"];

    /// <summary>The id in a path: <c>/v1/files/ID/content</c>. Null: none.</summary>
    public static string? InPath(ReadOnlySpan<char> path)
    {
        var rest = Behind(path.TrimStart('/'));
        var first = First(rest);
        foreach (var store in Stores)
            if (first.SequenceEqual(store))
                return IdOf(First(Behind(rest)));
        var second = First(Behind(rest));
        return (first is "messages" && second is "batches") || (first is "fine_tuning" && second is "jobs")
            || (first is "chat" && second is "completions") ? IdOf(First(Behind(Behind(rest)))) : null;
    }

    /// <summary>Whether the request creates something that the provider stores.</summary>
    public static bool Makes(string method, ReadOnlySpan<char> path)
    {
        if (method != "POST")
            return false;
        var first = First(Behind(path.TrimStart('/')));
        foreach (var store in Stores)
            if (first.SequenceEqual(store))
                return true;
        return path.StartsWith("/v1/messages/batches") || path.StartsWith("/v1/fine_tuning/jobs");
    }

    /// <summary>The id at the beginning of an answer: at the top level, or inside <c>response</c>. Null: none.</summary>
    /// <param name="peeked">Possibly cut off; events are read up to the first with data.</param>
    public static string? MadeBy(ReadOnlySpan<byte> peeked, bool areEvents)
    {
        if (!areEvents)
            return IdAtStart(peeked);
        using var first = SseEventData.ReadFirst(peeked);
        return IdAtStart(first.Data);
    }

    private static string? IdAtStart(ReadOnlySpan<byte> json)
    {
        if (JsonStart.Of(json) is not (>= 0 and var start))
            return null;
        try
        {
            var reader = new Utf8JsonReader(json[start..], isFinalBlock: false, default);
            reader.Read();
            return IdIn(reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>An object's <c>id</c>; the reader stands at its opening brace.</summary>
    public static string? IdIn(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            var isHolder = reader.ValueTextEquals("response"u8);
            if (!reader.Read())
                return null;
            if (isId)
                return TextOf(reader);
            if (isHolder && reader.TokenType == JsonTokenType.StartObject)
                return IdIn(reader);
            if (!reader.TrySkip())
                return null;
        }
        return null;
    }

    /// <summary>A text that may be an id.</summary>
    public static string? TextOf(Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length is > 0 and <= Longest ? reader.GetString() : null;

    private static string? IdOf(ReadOnlySpan<char> segment) => segment.Length is > 0 and <= Longest ? segment.ToString() : null;

    private static ReadOnlySpan<char> First(ReadOnlySpan<char> path) => path.IndexOf('/') is var slash and >= 0 ? path[..slash] : path;

    private static ReadOnlySpan<char> Behind(ReadOnlySpan<char> path) =>
        path.IndexOf('/') is var slash and >= 0 ? path[(slash + 1)..] : default;
}
