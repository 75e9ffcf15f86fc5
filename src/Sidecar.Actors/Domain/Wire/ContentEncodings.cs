namespace Sidecar.Domain.Wire;

/// <summary>
/// The content encodings that Sidecar can decode. Upstreams are offered no others, because an answer that cannot be read cannot be
/// classified, counted or filtered.
/// </summary>
public static class ContentEncodings
{
    private const string None = "identity";

    public static bool IsReadable(ReadOnlySpan<char> name) =>
        Is(name, "gzip") || Is(name, "x-gzip") || Is(name, "deflate") || Is(name, "br") || Is(name, None);

    /// <summary>What remains of an <c>Accept-Encoding</c> header's value; <c>identity</c> if nothing does.</summary>
    public static string Offered(string acceptEncoding)
    {
        var all = true;
        foreach (var range in acceptEncoding.AsSpan().Split(','))
            all &= IsOffered(acceptEncoding.AsSpan(range));
        if (all && acceptEncoding.Length > 0)
            return acceptEncoding;
        var kept = acceptEncoding.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(item => IsOffered(item));
        return string.Join(", ", kept) is { Length: > 0 } some ? some : None;
    }

    // A star stands for every encoding; with a weight of zero it forbids them, which does no harm.
    private static bool IsOffered(ReadOnlySpan<char> item)
    {
        var weight = item.IndexOf(';');
        var name = (weight < 0 ? item : item[..weight]).Trim();
        return IsReadable(name) || (name is "*" && weight >= 0 && IsZero(item[(weight + 1)..]));
    }

    private static bool IsZero(ReadOnlySpan<char> weight)
    {
        var value = weight.Trim();
        return value.StartsWith("q=", StringComparison.OrdinalIgnoreCase) && value[2..].TrimEnd('0') is "" or "0." or ".";
    }

    private static bool Is(ReadOnlySpan<char> name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);
}
