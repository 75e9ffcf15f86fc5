using System.Net;
using System.Net.Sockets;

namespace Sidecar.Domain.Door;

/// <summary>Rejects addresses that serve no model but a cloud machine's metadata, which includes its credentials.</summary>
public static class AddressRules
{
    // AWS over IPv6; Alibaba and Oracle, whose metadata services are outside the link-local range.
    private static readonly IPAddress[] Metadata =
        [IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("100.100.100.200"), IPAddress.Parse("192.0.0.192")];

    private static readonly string[] MetadataNames =
        ["metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal"];

    /// <summary>What is wrong with an address, or null.</summary>
    public static string? FaultOf(IPAddress address)
    {
        var plain = PlainOf(address);
        if (Array.Exists(Metadata, plain.Equals))
            return "is a metadata address";
        return IsLinkLocal(plain) ? "is a link-local address, where metadata is served" : null;
    }

    public static string? FaultOf(string host) =>
        MetadataNames.Contains(host.TrimEnd('.'), StringComparer.OrdinalIgnoreCase) ? "is the name of a metadata service" : null;

    /// <summary>The IPv4 address inside an IPv6 one, whichever way it is embedded.</summary>
    public static IPAddress PlainOf(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        // NAT64 (64:ff9b::/96, RFC 6052), 6to4 (2002::/16, RFC 3056), and the old IPv4-compatible form.
        if (bytes.AsSpan(0, 12).SequenceEqual<byte>([0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]))
            return new IPAddress(bytes.AsSpan(12));
        if (bytes is [0x20, 0x02, ..])
            return new IPAddress(bytes.AsSpan(2, 4));
        return bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0 && !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.IPv6Any)
            ? new IPAddress(bytes.AsSpan(12)) : address;
    }

    private static bool IsLinkLocal(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? address.IsIPv6LinkLocal : address.GetAddressBytes() is [169, 254, ..];
}
