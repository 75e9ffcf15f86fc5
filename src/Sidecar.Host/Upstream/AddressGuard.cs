using System.Net;
using Sidecar.Domain.Door;

namespace Sidecar.Host.Upstream;

/// <summary>Decides where a backend added through the API may lead (<c>admin.allow-private</c>): when it is added, and at each new
/// connection, because whoever owns a name can let it lead elsewhere at any time.</summary>
internal sealed class AddressGuard(OwnAddresses? own = null)
{
    /// <summary>Finds the addresses of a name.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; set; } = Dns.GetHostAddressesAsync;

    /// <summary>What is wrong with an address, or null.</summary>
    public string? FaultOf(IPAddress address, int port) =>
        AddressRules.FaultOf(address)
        ?? (own?.Contain(AddressRules.PlainOf(address), port) == true ? "is an address that this Sidecar itself listens on" : null);

    /// <summary>The addresses to connect to; throws <see cref="ForbiddenAddressException"/> if one of them is not allowed. One that is
    /// written out was checked when it was added.</summary>
    public async Task<IPAddress[]> AddressesOf(DnsEndPoint place, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(place.Host, out var literal))
            return [literal];
        var addresses = await Resolve(place.Host, cancellation);
        foreach (var address in addresses)
            if (FaultOf(address, place.Port) is { } fault)
                throw new ForbiddenAddressException(fault);
        return addresses;
    }
}

/// <summary>A name leads to an address that no backend added through the API may have. The message says what is wrong with it.</summary>
internal sealed class ForbiddenAddressException(string fault) : IOException($"what its name leads to {fault}");
