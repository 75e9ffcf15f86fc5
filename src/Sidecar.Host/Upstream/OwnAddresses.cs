using System.Net;
using System.Net.NetworkInformation;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Sidecar.Host.Upstream;

/// <summary>The addresses that this Sidecar itself listens on.</summary>
internal sealed class OwnAddresses(IServer server)
{
    public bool Contain(IPAddress address, int port) =>
        (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Any(url => BindingAddress.Parse(url).Port == port)
            && IsOfThisMachine(address);

    private static bool IsOfThisMachine(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
        || NetworkInterface.GetAllNetworkInterfaces().SelectMany(each => each.GetIPProperties().UnicastAddresses)
            .Any(each => each.Address.Equals(address));
}
