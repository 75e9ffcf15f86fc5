using Sidecar.Configuration.Options;
using Sidecar.Domain.Clients;

namespace Sidecar.Configuration;

/// <summary>Builds the clients from options that were found valid.</summary>
internal static class ClientRegisterFactory
{
    public static ClientRegister Create(IReadOnlyList<ClientOptions> options) => new(
        [.. options.Select(client => new Client(client.Name, Convert.FromHexString(client.KeyHash!), client.Rpm, [.. client.AllowedModels]))]);
}
