namespace Sidecar.Domain.Wire;

/// <summary>Joins a backend's base URL and a request's path: the last segment of the one is not repeated as the first of the other.</summary>
/// <remarks>Nothing is decoded or encoded again, so that an upstream sees the client's own spelling.</remarks>
public static class UpstreamUri
{
    /// <param name="baseUrl">Absolute; trailing slashes do not matter, and a query of its own (<c>?api-version=…</c>) is kept.</param>
    /// <param name="path">Begins with a slash, or is empty.</param>
    /// <param name="query">With its question mark, or empty.</param>
    public static string Join(string baseUrl, string path, string query)
    {
        var mark = baseUrl.IndexOf('?', StringComparison.Ordinal);
        var address = (mark < 0 ? baseUrl : baseUrl.AsSpan(0, mark)).TrimEnd('/');
        var first = FirstSegment(path);
        var rest = !first.IsEmpty && first.SequenceEqual(LastSegment(address)) ? path.AsSpan(first.Length + 1) : path;
        if (mark < 0)
            return string.Concat(address, rest, query);

        var ownQuery = baseUrl.AsSpan(mark);
        return query.Length > 1 ? $"{address}{rest}{ownQuery}&{query.AsSpan(1)}" : string.Concat(address, rest, ownQuery);
    }

    private static ReadOnlySpan<char> FirstSegment(string path)
    {
        if (path.Length == 0 || path[0] != '/')
            return default;
        var segment = path.AsSpan(1);
        var end = segment.IndexOf('/');
        return end < 0 ? segment : segment[..end];
    }

    private static ReadOnlySpan<char> LastSegment(ReadOnlySpan<char> address)
    {
        // The host is no segment: a machine called "v1" must not swallow the path's first one.
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        var afterScheme = scheme < 0 ? address : address[(scheme + 3)..];
        var slash = afterScheme.LastIndexOf('/');
        return slash < 0 ? default : afterScheme[(slash + 1)..];
    }
}
