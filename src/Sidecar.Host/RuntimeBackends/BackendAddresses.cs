using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Sidecar.Domain.Door;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Decides whether a backend added through the API may have the address in its definition
/// (<c>admin.allow-private</c>).</summary>
internal sealed class BackendAddresses(IServer server)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(3);

    /// <summary>What is wrong with its address, or null. Names are resolved by DNS; an unknown name leads nowhere and is
    /// allowed.</summary>
    public async Task<string?> FaultOf(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url))
            return null;
        var host = url.DnsSafeHost;
        if (AddressRules.FaultOf(host) is { } named)
            return named;
        foreach (var ip in await AddressesOf(host))
            if (AddressRules.FaultOf(ip) is { } fault)
                return fault;
            else if (IsOwn(AddressRules.PlainOf(ip), url.Port))
                return "is an address that this Sidecar itself listens on";
        return null;
    }

    private static async Task<IPAddress[]> AddressesOf(string host)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];
        try
        {
            using var patience = new CancellationTokenSource(Bound);
            return await Dns.GetHostAddressesAsync(host, patience.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ArgumentException)
        {
            return [];
        }
    }

    private bool IsOwn(IPAddress address, int port) =>
        (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Any(url => BindingAddress.Parse(url).Port == port)
            && IsOfThisMachine(address);

    private static bool IsOfThisMachine(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
        || NetworkInterface.GetAllNetworkInterfaces().SelectMany(each => each.GetIPProperties().UnicastAddresses)
            .Any(each => each.Address.Equals(address));
}
