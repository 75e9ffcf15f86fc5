namespace Sidecar.Domain.Wire;

/// <summary>Separates requests that generate something from those that fetch, store, list or delete.</summary>
public static class Generation
{
    // Objects that the provider stores: what is fetched from there may contain anything, even an old error.
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
        // An existing response or message is cancelled, counted or fetched; the same holds for batches of messages.
        if (first.Equals("responses", StringComparison.OrdinalIgnoreCase))
            return Behind(rest) is var id && (id.IsEmpty || id.Equals("compact", StringComparison.OrdinalIgnoreCase));
        return !first.Equals("messages", StringComparison.OrdinalIgnoreCase)
            || !First(Behind(rest)).Equals("batches", StringComparison.OrdinalIgnoreCase);
    }

    private static ReadOnlySpan<char> First(ReadOnlySpan<char> path) => path.IndexOf('/') is var slash and >= 0 ? path[..slash] : path;

    private static ReadOnlySpan<char> Behind(ReadOnlySpan<char> path) =>
        path.IndexOf('/') is var slash and >= 0 ? path[(slash + 1)..] : default;
}
