using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Door;

namespace Sidecar.Host.Proxy;

/// <summary>This process's name in <c>Via</c>. Random for each process: only a request that comes back to this very one has
/// looped.</summary>
internal sealed class OwnVia(string name)
{
    private readonly string _entry = "1.1 " + name;

    public static OwnVia OfProcess() => new("sidecar-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)));

    public bool IsIn(string via) => ViaRules.Names(via, name);

    public string BehindThat(StringValues via) => via.Count == 0 ? _entry : ViaRules.Append(via.ToString(), _entry);
}
