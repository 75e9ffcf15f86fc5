namespace Sidecar.Domain.Backends;

/// <summary>The words for <see cref="Apis"/> in the configuration and in walks' facts: words may be added, but never changed.</summary>
public static class ApiNames
{
    private static readonly (Apis Api, string Word)[] Words =
    [
        (Apis.Chat, "chat"), (Apis.Completions, "completions"), (Apis.Embeddings, "embeddings"), (Apis.Responses, "responses"),
        (Apis.Messages, "messages"), (Apis.Audio, "audio"), (Apis.Images, "images"), (Apis.Files, "files"), (Apis.Batches, "batches"),
        (Apis.Uploads, "uploads"), (Apis.VectorStores, "vector-stores"), (Apis.Conversations, "conversations"),
        (Apis.Moderations, "moderations"), (Apis.Rerank, "rerank"), (Apis.Videos, "videos"), (Apis.FineTuning, "fine-tuning"),
        (Apis.Other, "other"),
    ];

    public static IEnumerable<string> All => Words.Select(each => each.Word);

    public static string ToWire(this Apis api) =>
        Array.Find(Words, each => each.Api == api).Word ?? throw new ArgumentOutOfRangeException(nameof(api), api, null);

    /// <summary>Throws <see cref="FormatException"/> for an unknown word.</summary>
    public static Apis FromWire(string word) => TryFind(word, out var api) ? api : throw new FormatException($"'{word}' is no API");

    public static bool TryFind(string word, out Apis api)
    {
        api = Array.Find(Words, each => string.Equals(each.Word, word, StringComparison.OrdinalIgnoreCase)).Api;
        return api != Apis.None;
    }

    /// <summary>The words of all APIs in a set, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> ToWords(Apis apis) =>
        [.. Words.Where(each => apis.HasFlag(each.Api)).Select(each => each.Word)];
}
