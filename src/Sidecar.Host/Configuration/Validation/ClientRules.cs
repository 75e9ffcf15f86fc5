using Sidecar.Configuration.Hocon;
using Sidecar.Configuration.Options;

namespace Sidecar.Configuration.Validation;

/// <summary>The rules for client keys.</summary>
internal static class ClientRules
{
    public static IEnumerable<string> Check(IReadOnlyList<ClientOptions> clients)
    {
        // Refused rather than ignored: an operator who lists clients believes that nobody else gets in.
        if (clients.Count > 0)
            yield return "sidecar.clients: client keys are not supported by this version yet";
        foreach (var client in clients)
        {
            var path = HoconPath.Join("sidecar", "clients", client.Name);
            if (!Names.IsValid(client.Name))
                yield return $"{path}: {Names.Expected}";
            if (client.KeyHash is { Length: > 0 } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
                yield return $"{path}.key-hash: must be 64 hexadecimal digits, the key's SHA-256";
        }
    }
}
