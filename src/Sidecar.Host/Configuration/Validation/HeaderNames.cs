namespace Sidecar.Host.Configuration.Validation;

/// <summary>Which headers an operator may add to upstream requests.</summary>
internal static class HeaderNames
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "connection", "content-length", "cookie", "host", "keep-alive", "proxy-authenticate", "proxy-authorization",
        "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    };

    public static string? FaultOf(string name)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)))
            return "is not a header name";
        return Reserved.Contains(name) ? "is set by the connection itself" : null;
    }

    public static string? FaultOfValue(string value) =>
        value.All(c => c is >= ' ' and <= '~' or '\t') ? null : "holds characters that cannot stand in a header";
}
