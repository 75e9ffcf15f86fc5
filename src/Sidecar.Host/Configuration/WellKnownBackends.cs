using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration.Hocon;

namespace Sidecar.Host.Configuration;

/// <summary>What Sidecar proxies to while no backend is configured.</summary>
internal static class WellKnownBackends
{
    private static readonly (string Variable, string Id, string BaseUrl, bool Primary, int Rpm)[] Known =
    [
        // NVIDIA documents 40 requests a minute for its hosted models.
        ("NVIDIA_API_KEY", "nvidia", "https://integrate.api.nvidia.com/v1", true, 40),
        ("OPENROUTER_API_KEY", "openrouter", "https://openrouter.ai/api/v1", false, 0),
        ("GROQ_API_KEY", "groq", "https://api.groq.com/openai/v1", false, 0),
        ("OPENAI_API_KEY", "openai", "https://api.openai.com/v1", false, 0),
    ];

    public static IReadOnlyList<string> Variables { get; } = [.. Known.Select(k => k.Variable)];

    /// <summary>One backend per variable that is set. While <paramref name="pools"/> is empty, which is a fault of its own, there is no place for any.</summary>
    public static IReadOnlyList<WellKnownBackend> Find(IReadOnlyList<string> pools, SecretReader secrets, FaultList faults)
    {
        var found = new List<WellKnownBackend>();
        foreach (var (variable, id, baseUrl, primary, rpm) in pools.Count == 0 ? [] : Known)
        {
            var key = secrets.OptionalVariable(variable, out var fault);
            if (fault.Length > 0)
                faults.Add(SourcePosition.OfVariable(variable), null, fault);
            if (key is not null)
                found.Add(new WellKnownBackend(variable, new Backend
                {
                    Id = id,
                    Pool = primary || pools.Count == 1 ? pools[0] : pools[1],
                    BaseUrl = baseUrl,
                    ApiKey = key,
                    Rpm = rpm,
                }));
        }
        return found;
    }
}
