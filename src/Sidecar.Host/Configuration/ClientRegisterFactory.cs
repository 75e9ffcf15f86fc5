using Sidecar.Domain.Clients;
using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration;

/// <summary>Builds the clients from valid options.</summary>
internal static class ClientRegisterFactory
{
    public static ClientRegister Create(IReadOnlyList<ClientOptions> options) => new(
        [.. options.Select(
            client => new Client(client.Name, Convert.FromHexString(client.KeyHash!), client.Rpm, [.. client.AllowedModels]))]);
}
