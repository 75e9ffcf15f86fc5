using System.Buffers;
using System.Globalization;
using System.Net;

namespace Sidecar.Domain.Door;

/// <summary>The parts of a <c>Host</c> header, or of an origin's authority.</summary>
/// <param name="Name">Without brackets and without a trailing dot.</param>
/// <param name="Port">-1: none given.</param>
public readonly ref struct HostName(ReadOnlySpan<char> name, int port)
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("ABCDEFabcdef0123456789:.");

    public ReadOnlySpan<char> Name { get; } = name;

    public int Port { get; } = port;

    /// <summary>False if the text is not <c>host[:port]</c>, even if some parsers would accept it.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out HostName host)
    {
        host = default;
        var isAddress = text.StartsWith("[");
        var end = isAddress ? text.IndexOf(']') : text.IndexOf(':');
        var name = isAddress ? (end < 0 ? default : text[1..end]) : (end < 0 ? text : text[..end]);
        var rest = end < 0 ? default : isAddress ? text[(end + 1)..] : text[end..];
        if (name.IsEmpty || name.ContainsAnyExcept(isAddress ? AddressCharacters : NameCharacters) || !TryPort(rest, out var port))
            return false;
        host = new HostName(name.Length > 1 && name[^1] == '.' ? name[..^1] : name, port);
        return true;
    }

    /// <summary>The name can only mean this machine: browsers and resolvers never ask DNS for <c>localhost</c> and names under
    /// it.</summary>
    public bool IsLoopback =>
        Name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || Name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Name, out var address) && IPAddress.IsLoopback(address));

    public bool Is(IPAddress address) => IPAddress.TryParse(Name, out var named) && Plain(named).Equals(Plain(address));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool TryPort(ReadOnlySpan<char> rest, out int port)
    {
        port = -1;
        return rest.IsEmpty
            || (rest.Length is >= 2 and <= 6 && rest[0] == ':'
            && int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535);
    }
}
