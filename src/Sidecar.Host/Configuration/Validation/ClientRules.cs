using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration.Validation;

/// <summary>The rules for client keys.</summary>
internal static class ClientRules
{
    public static IEnumerable<string> Check(IReadOnlyList<ClientOptions> clients)
    {
        var holders = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var client in clients)
        {
            var path = HoconPath.Join("sidecar", "clients", client.Name);
            if (!Names.IsValid(client.Name))
                yield return $"{path}: {Names.Expected}";
            if (client.KeyHash is not { Length: > 0 } hash)
                continue;
            if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))
                yield return $"{path}.key-hash: must be 64 hexadecimal digits, the key's SHA-256";
            else if (!holders.TryAdd(hash, client.Name))
                yield return $"{path}.key-hash: is that of {holders[hash]} too: each client needs a key of its own";
            if (client.AllowedModels.Contains(""))
                yield return $"{path}.allowed-models: holds an empty name";
        }
    }
}
