using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration.Hocon;

namespace Sidecar.Host.Configuration;

/// <summary>The backends that are used while none is configured.</summary>
internal static class WellKnownBackends
{
    private static readonly (string Preset, bool Primary, int Rpm)[] Known =
    [
        // NVIDIA documents 40 requests per minute for its hosted models.
        ("nvidia", true, 40),
        ("openrouter", false, 0),
        ("groq", false, 0),
        ("openai", false, 0),
    ];

    public static IReadOnlyList<string> Variables { get; } = [.. Known.Select(k => ProviderPresets.Find(k.Preset)!.KeyVariable)];

    /// <summary>
    /// One backend for each variable that is set. If <paramref name="pools"/> is empty, which is a fault of its own, there are none.
    /// </summary>
    public static IReadOnlyList<WellKnownBackend> Find(IReadOnlyList<string> pools, SecretReader secrets, FaultList faults)
    {
        var found = new List<WellKnownBackend>();
        foreach (var (name, primary, rpm) in pools.Count == 0 ? [] : Known)
        {
            var preset = ProviderPresets.Find(name)!;
            var variable = preset.KeyVariable;
            var key = secrets.OptionalVariable(variable, out var fault);
            if (fault.Length > 0)
                faults.Add(SourcePosition.OfVariable(variable), null, fault);
            if (key is not null)
                found.Add(new WellKnownBackend(variable, new Backend
                {
                    Id = name,
                    Preset = name,
                    Pool = primary || pools.Count == 1 ? pools[0] : pools[1],
                    BaseUrl = preset.OpenAi!.BaseUrl!,
                    Apis = preset.OpenAi!.Apis,
                    ApiKey = key,
                    Rpm = rpm,
                }));
        }
        return found;
    }
}
