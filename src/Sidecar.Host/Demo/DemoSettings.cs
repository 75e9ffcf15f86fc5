using System.Security.Cryptography;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Clients;
using Sidecar.Domain.Policies;
using Sidecar.Host.Configuration;
using Sidecar.Host.Keys;

namespace Sidecar.Host.Demo;

/// <summary>The settings of a demonstration: the operator's listening addresses, and simulated backends instead of all configured ones,
/// so that nothing leaves the machine and none of the operator's data are touched.</summary>
internal static class DemoSettings
{
    // All times are shorter than usual, so that every phase occurs within two minutes.
    private static readonly WalkPolicy Walk = new()
    {
        PrimaryWait = new PrimaryWaitPolicy(3, TimeSpan.FromSeconds(1), 1000),
        Emergency = new EmergencyPolicy(Rounds: 1),
        Deadline = TimeSpan.FromSeconds(20),
    };

    private static readonly CooldownPolicy Cooldown = new()
    {
        Base = TimeSpan.FromSeconds(3),
        Max = TimeSpan.FromSeconds(8),
        FailuresToCool = 3,
        OverloadRest = TimeSpan.FromSeconds(2),
        CredentialRest = TimeSpan.FromSeconds(45),
    };

    /// <param name="dataDirectory">A directory of its own.</param>
    public static SidecarSettings Of(
        SidecarSettings settings, IReadOnlyList<SimulatedBackend> backends, Func<SimulatedBackend, string> baseUrl, string dataDirectory)
    {
        SidecarSettings? simulated = null;
        // A reload, for example on SIGHUP, must not bring in the configured backends.
        simulated = settings with
        {
            Source = new SettingsSource(null, settings.Source.Environment, () => simulated!),
            PostgresConnection = null,
            Catalog = new BackendCatalog(
                [.. backends.Select(backend => backend.Pool).Distinct(StringComparer.Ordinal)],
                [.. backends.Select(backend => BackendOf(backend, baseUrl(backend)))],
                new Dictionary<string, string>()),
            Walk = Walk,
            Cooldown = Cooldown,
            DataDirectory = dataDirectory,
            // So that the dashboard can be opened even if no token is configured.
            AdminToken = settings.AdminToken ?? new ApiKey($"demo-{RandomNumberGenerator.GetHexString(16, lowercase: true)}"),
            // So that a backend can be added with a key: no encrypted secret outlives the demonstration.
            MasterKeys = new MasterKeys([new MasterKey(RandomNumberGenerator.GetHexString(MasterKey.ShortestText))]),
            // The simulated client has no key.
            Clients = ClientRegister.Empty,
            WellKnown = [],
        };
        return simulated;
    }

    private static Backend BackendOf(SimulatedBackend backend, string baseUrl) => new()
    {
        Id = backend.Id,
        Pool = backend.Pool,
        BaseUrl = baseUrl,
        ApiKey = new ApiKey("simulated"),
        Rpm = backend.Rpm,
        Timeout = TimeSpan.FromSeconds(2),
        Models = [new ServedModel(SimulatedBackend.Model, InputCost: 1e-6m, OutputCost: 2e-6m)],
    };
}
