namespace Sidecar.Domain.Backends;

/// <summary>Tells which API a path asks for.</summary>
public static class ApiPaths
{
    /// <param name="path">The client's path, <c>/v1/…</c>.</param>
    public static Apis Of(ReadOnlySpan<char> path)
    {
        var rest = path.TrimStart('/');
        rest = Behind(rest);
        var first = First(rest);
        return first switch
        {
            "chat" => Apis.Chat,
            "completions" => Apis.Completions,
            "embeddings" => Apis.Embeddings,
            "responses" => Apis.Responses,
            "messages" => Apis.Messages,
            "audio" => Apis.Audio,
            "images" => Apis.Images,
            "files" => Apis.Files,
            "batches" => Apis.Batches,
            "uploads" => Apis.Uploads,
            "vector_stores" => Apis.VectorStores,
            "conversations" => Apis.Conversations,
            "moderations" => Apis.Moderations,
            "rerank" => Apis.Rerank,
            "videos" => Apis.Videos,
            "fine_tuning" => Apis.FineTuning,
            _ => Apis.Other,
        };
    }

    private static ReadOnlySpan<char> First(ReadOnlySpan<char> path) => path.IndexOf('/') is var slash and >= 0 ? path[..slash] : path;

    private static ReadOnlySpan<char> Behind(ReadOnlySpan<char> path) =>
        path.IndexOf('/') is var slash and >= 0 ? path[(slash + 1)..] : default;
}
