using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Door;

namespace Sidecar.Host.Proxy;

/// <summary>The name under which this process stands in <c>Via</c>. Drawn anew for each: only what comes back to this very one has gone
/// round.</summary>
internal sealed class OwnVia(string name)
{
    private readonly string _entry = "1.1 " + name;

    public static OwnVia OfProcess() => new("sidecar-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)));

    public bool IsIn(string via) => ViaRules.Names(via, name);

    public string BehindThat(StringValues via) => via.Count == 0 ? _entry : ViaRules.Append(via.ToString(), _entry);
}
