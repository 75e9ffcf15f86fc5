using Sidecar.Host.Configuration.Hocon;

namespace Sidecar.Host.Configuration;

/// <summary>Reduces an operator's file to the keys that affect decisions: testing a policy needs no address, key, header or
/// client.</summary>
internal static class PolicyKeys
{
    private static readonly string[] Elsewhere = ["data-dir", "storage", "clients", "admin", "sse", "audit", "walks"];
    private static readonly string[] OfBackends = ["api-key", "api-key-env", "api-key-file", "headers"];

    /// <param name="layer">A file with canonical keys; it is modified.</param>
    public static HoconObject Only(HoconObject layer)
    {
        if (layer.Members.GetValueOrDefault("sidecar") is not HoconObject sidecar)
            return layer;
        foreach (var key in Elsewhere)
            sidecar.Members.Remove(key);
        if (sidecar.Members.GetValueOrDefault("http") is HoconObject http)
            foreach (var key in http.Members.Keys.Where(key => key != "deadline").ToList())
                http.Members.Remove(key);
        if (sidecar.Members.GetValueOrDefault("backends") is HoconObject backends)
            foreach (var backend in backends.Members.Values.OfType<HoconObject>())
                foreach (var key in OfBackends)
                    backend.Members.Remove(key);
        return layer;
    }
}
