namespace Sidecar.Domain.Door;

/// <summary>An entry of <c>http.allowed-hosts</c>: a name or address, with an optional port; <c>*.example.com</c> for names that end so;
/// <c>*</c> for any.</summary>
public sealed class HostPattern
{
    private readonly string _name;
    private readonly int _port;
    private readonly bool _isSuffix;

    private HostPattern(string name, int port, bool isSuffix) => (_name, _port, _isSuffix) = (name, port, isSuffix);

    /// <summary>Null if the text is not such an entry.</summary>
    public static HostPattern? Parse(string text)
    {
        if (text == "*")
            return new HostPattern("", -1, true);
        var isSuffix = text.StartsWith("*.", StringComparison.Ordinal);
        return HostName.TryParse(isSuffix ? text.AsSpan(2) : text, out var host)
            ? new HostPattern(isSuffix ? "." + host.Name.ToString() : host.Name.ToString(), host.Port, isSuffix) : null;
    }

    /// <summary>Matches exactly this host, on any port.</summary>
    public static HostPattern Exactly(string name) => new(name, -1, false);

    public bool Matches(HostName host) =>
        (_port < 0 || _port == host.Port)
        && (_isSuffix ? host.Name.EndsWith(_name, StringComparison.OrdinalIgnoreCase)
            : host.Name.Equals(_name, StringComparison.OrdinalIgnoreCase));
}
