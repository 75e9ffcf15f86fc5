using System.Security.Cryptography;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Clients;
using Sidecar.Domain.Policies;
using Sidecar.Host.Configuration;
using Sidecar.Host.Keys;

namespace Sidecar.Host.Demo;

/// <summary>The settings of a demonstration: the operator's own for where to listen, and simulated backends in place of all configured
/// ones, so that nothing leaves the machine and nothing of theirs is written to.</summary>
internal static class DemoSettings
{
    // Everything is shorter than in earnest: within two minutes each phase has been seen.
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

    /// <param name="dataDirectory">One of its own.</param>
    public static SidecarSettings Of(
        SidecarSettings settings, IReadOnlyList<SimulatedBackend> backends, Func<SimulatedBackend, string> baseUrl, string dataDirectory)
    {
        SidecarSettings? simulated = null;
        // To be read again, on SIGHUP for one, must not bring the configured backends in.
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
            // So that the dashboard can be opened although nobody has thought of a token.
            AdminToken = settings.AdminToken ?? new ApiKey($"demo-{RandomNumberGenerator.GetHexString(16, lowercase: true)}"),
            // So that a backend can be added with a key: nothing that is sealed outlives the demonstration.
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
