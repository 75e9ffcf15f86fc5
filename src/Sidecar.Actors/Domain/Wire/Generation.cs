namespace Sidecar.Domain.Wire;

/// <summary>Tells requests that have something generated from those that fetch, keep, list or remove.</summary>
public static class Generation
{
    // What stands behind the version and is kept by the provider: what comes back of it may hold anything, an error of long ago included.
    private static readonly string[] Stores =
    [
        "files", "uploads", "batches", "vector_stores", "conversations", "threads", "assistants", "fine_tuning", "fine-tunes", "evals",
        "containers", "models", "organization", "organizations", "skills",
    ];

    /// <param name="method">In capitals.</param>
    /// <param name="path">Begins with a slash and a version, such as <c>/v1/chat/completions</c>.</param>
    public static bool IsAskedFor(string method, string path)
    {
        if (method != "POST")
            return false;
        var rest = Behind(path.AsSpan().TrimStart('/'));
        var first = First(rest);
        foreach (var store in Stores)
            if (first.Equals(store, StringComparison.OrdinalIgnoreCase))
                return false;
        // A response or a message that exists already is cancelled, counted or fetched; of batches of messages the same holds.
        if (first.Equals("responses", StringComparison.OrdinalIgnoreCase))
            return Behind(rest) is var id && (id.IsEmpty || id.Equals("compact", StringComparison.OrdinalIgnoreCase));
        return !first.Equals("messages", StringComparison.OrdinalIgnoreCase)
            || !First(Behind(rest)).Equals("batches", StringComparison.OrdinalIgnoreCase);
    }

    private static ReadOnlySpan<char> First(ReadOnlySpan<char> path) => path.IndexOf('/') is var slash and >= 0 ? path[..slash] : path;

    private static ReadOnlySpan<char> Behind(ReadOnlySpan<char> path) =>
        path.IndexOf('/') is var slash and >= 0 ? path[(slash + 1)..] : default;
}
