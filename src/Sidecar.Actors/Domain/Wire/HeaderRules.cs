using Sidecar.Domain.Door;

namespace Sidecar.Domain.Wire;

/// <summary>
/// Which headers pass the proxy. Hop-by-hop headers (RFC 9110 section 7.6.1) never do, nor do those that <c>Connection</c> names.
/// </summary>
public static class HeaderRules
{
    private const string OwnPrefix = "x-sidecar-";

    /// <summary>Whether a request header goes upstream.</summary>
    /// <param name="hasKey">The backend has its own credential: none of the client's is sent as well.</param>
    public static bool GoesUpstream(string name, bool hasKey) =>
        !IsHopByHop(name) && !IsOwn(name) && !BelongsToThisHop(name) && !(hasKey && IsCredential(name));

    /// <summary>Whether a header carries a credential.</summary>
    public static bool IsCredential(string name) => name.Length switch
    {
        6 => Is(name, "cookie"),
        7 => Is(name, "api-key"),
        9 => Is(name, "x-api-key"),
        13 => Is(name, "authorization"),
        14 => Is(name, "x-goog-api-key"),
        19 => Is(name, "proxy-authorization"),
        _ => false,
    };

    /// <summary>Whether a response header goes to the client. An upstream's own <c>x-sidecar-*</c> would contradict Sidecar's, and
    /// headers that act on an origin would act on Sidecar's.</summary>
    /// <param name="decompressed">The body was decompressed: its encoding and length headers are no longer true.</param>
    /// <param name="chunked">The answer also had <c>transfer-encoding</c>, which makes a length untrue (RFC 9112 section 6.3).</param>
    public static bool GoesToClient(string name, bool decompressed, bool chunked = false) =>
        !IsHopByHop(name) && !IsOwn(name) && !OriginHeaders.ActOn(name) && !(decompressed && Is(name, "content-encoding"))
        && !((decompressed || chunked) && Is(name, "content-length"));

    /// <summary>Whether a <c>Connection</c> header's value names this header, which makes it hop-by-hop.</summary>
    public static bool IsNamedBy(string connectionHeaderValue, string name)
    {
        var value = connectionHeaderValue.AsSpan();
        foreach (var range in value.Split(','))
            if (value[range].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static bool IsOwn(string name) => name.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase);

    // Most headers differ in length from all of these, so one integer comparison is enough.
    private static bool IsHopByHop(string name) => name.Length switch
    {
        2 => Is(name, "te"),
        7 => Is(name, "trailer") || Is(name, "upgrade"),
        10 => Is(name, "connection") || Is(name, "keep-alive"),
        16 => Is(name, "proxy-connection"),
        17 => Is(name, "transfer-encoding"),
        18 => Is(name, "proxy-authenticate"),
        19 => Is(name, "proxy-authorization"),
        _ => false,
    };

    private static bool BelongsToThisHop(string name) => name.Length switch
    {
        3 => Is(name, "via"),
        4 => Is(name, "host"),
        6 => Is(name, "expect"),
        14 => Is(name, "content-length"),
        _ => false,
    };

    private static bool Is(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);
}
