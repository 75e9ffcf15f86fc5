using Microsoft.Extensions.Primitives;

namespace Sidecar.Host.Upstream;

/// <summary>
/// Keeps Sidecar's own cookies from upstreams: browsers send the dashboard's cookies to every path of its host, on every port.
/// </summary>
internal static class OwnCookies
{
    private const string Prefix = "sidecar-";

    public static StringValues Without(StringValues cookies)
    {
        if (!cookies.ToString().Contains(Prefix, StringComparison.Ordinal))
            return cookies;
        const StringSplitOptions Bare = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var kept = cookies.SelectMany(line => (line ?? "").Split(';', Bare))
            .Where(cookie => !cookie.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        return kept.Count == 0 ? StringValues.Empty : string.Join("; ", kept);
    }
}
