namespace Sidecar.Domain.Door;

/// <summary>An entry of <c>http.allowed-origins</c>: <c>scheme://host</c> with a port, or <c>:*</c> for any; <c>scheme://*</c> for any
/// host; <c>null</c> for pages without an origin; <c>*</c> for any.</summary>
public sealed class OriginPattern
{
    private const int AnyPort = -2;

    private readonly string _scheme;
    private readonly HostPattern? _host;
    private readonly int _port;

    private OriginPattern(string scheme, HostPattern? host, int port) => (_scheme, _host, _port) = (scheme, host, port);

    /// <summary>Null if the text is not such an entry.</summary>
    public static OriginPattern? Parse(string text)
    {
        if (text is "*" or "null")
            return new OriginPattern(text, null, 0);
        if (!TrySplit(text, out var scheme, out var authority))
            return null;
        var isAnyPort = authority.EndsWith(":*");
        var host = isAnyPort ? authority[..^2] : authority;
        if (host is "*")
            return new OriginPattern(scheme.ToString(), HostPattern.Parse("*"), AnyPort);
        var isSuffix = host.StartsWith("*.");
        if (!HostName.TryParse(isSuffix ? host[2..] : host, out var parsed) || (isAnyPort && parsed.Port >= 0))
            return null;
        var pattern = isSuffix ? HostPattern.Parse("*." + parsed.Name.ToString()) : HostPattern.Exactly(parsed.Name.ToString());
        return pattern is null ? null : new OriginPattern(scheme.ToString(), pattern, isAnyPort ? AnyPort : parsed.Port);
    }

    public bool Matches(ReadOnlySpan<char> origin)
    {
        if (_host is null)
            return _scheme == "*" || origin.SequenceEqual("null");
        return TrySplit(origin, out var scheme, out var authority)
            && scheme.Equals(_scheme, StringComparison.OrdinalIgnoreCase)
            && HostName.TryParse(authority, out var host)
            && (_port == AnyPort || Port(scheme, _port) == Port(scheme, host.Port))
            && _host.Matches(new HostName(host.Name, -1));
    }

    /// <summary>Splits an origin into its two parts; false if it has more or fewer.</summary>
    public static bool TrySplit(ReadOnlySpan<char> origin, out ReadOnlySpan<char> scheme, out ReadOnlySpan<char> authority)
    {
        var at = origin.IndexOf("://");
        scheme = at > 0 ? origin[..at] : default;
        authority = at > 0 ? origin[(at + 3)..] : default;
        return at > 0 && !authority.IsEmpty && !authority.Contains('/');
    }

    /// <summary>The given port, or the scheme's default.</summary>
    public static int Port(ReadOnlySpan<char> scheme, int given) =>
        given >= 0 ? given : scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? 443
            : scheme.Equals("http", StringComparison.OrdinalIgnoreCase) ? 80 : -1;
}
