namespace Sidecar.Domain.Door;

/// <summary>The models named in a request's address: some upstreams take them from there and not from the body
/// (<c>/models/M:generateContent</c>, <c>/engines/M/…</c>, <c>/deployments/M/…</c>, <c>?model=M</c>).</summary>
public static class AddressedModels
{
    private static readonly string[] Places = ["/models/", "/engines/", "/deployments/"];
    private static readonly string[] Parameters = ["model", "models"];

    /// <summary>Whether every model named there is allowed; true if none is named.</summary>
    /// <param name="path">Percent-encoded, as the client wrote it.</param>
    /// <param name="query">With its question mark, or empty.</param>
    public static bool AreAllowed(string path, string query, Predicate<string> isAllowed) =>
        PathAllows(path, isAllowed) && QueryAllows(query, isAllowed);

    private static bool PathAllows(string path, Predicate<string> isAllowed)
    {
        var decoded = path.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(path) : path;
        foreach (var place in Places)
        {
            var at = decoded.IndexOf(place, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && decoded[(at + place.Length)..] is { Length: > 0 } rest && !Spellings(rest).Any(name => isAllowed(name)))
                return false;
        }
        return true;
    }

    // Names contain slashes and colons themselves, and whatever follows them begins with one of these.
    private static IEnumerable<string> Spellings(string rest)
    {
        yield return rest;
        yield return Before(rest, rest.LastIndexOf(':'));
        yield return Before(rest, rest.IndexOf('/', StringComparison.Ordinal));
        yield return Before(rest, rest.LastIndexOf('/'));
    }

    private static string Before(string text, int end) => end < 0 ? text : text[..end];

    private static bool QueryAllows(string query, Predicate<string> isAllowed)
    {
        if (query.Length < 2)
            return true;
        foreach (var pair in query[1..].Split('&', ';'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Uri.UnescapeDataString(equals < 0 ? pair : pair[..equals]);
            if (Parameters.Contains(name, StringComparer.OrdinalIgnoreCase)
                && !isAllowed(equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..].Replace('+', ' '))))
                return false;
        }
        return true;
    }
}
