using System.Net;
using System.Net.Sockets;
using Sidecar.Domain.Door;
using Sidecar.Host.Upstream;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Decides whether a backend added through the API may have the address in its definition
/// (<c>admin.allow-private</c>).</summary>
internal sealed class BackendAddresses(AddressGuard guard)
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
            if (guard.FaultOf(ip, url.Port) is { } fault)
                return fault;
        return null;
    }

    private async Task<IPAddress[]> AddressesOf(string host)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];
        try
        {
            using var patience = new CancellationTokenSource(Bound);
            return await guard.Resolve(host, patience.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ArgumentException)
        {
            return [];
        }
    }
}
