using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration;

/// <summary>Fills in from its preset what a backend leaves out. Any key that is written overrides the preset.</summary>
internal static class PresetDefaults
{
    public static void Apply(SidecarOptions options)
    {
        foreach (var backend in options.Backends)
            if (ProviderPresets.Find(backend.Preset) is { } preset)
                Apply(backend, preset, options.Pools);
    }

    /// <summary>The preset's API for this backend's dialect; null: it has no preset, or one without this dialect.</summary>
    public static ProviderApi? ApiOf(BackendOptions backend) =>
        ProviderPresets.Find(backend.Preset)?
            .ApiOf(backend.Dialect == DialectSetting.Anthropic ? BackendDialect.Anthropic : BackendDialect.OpenAi);

    private static void Apply(BackendOptions backend, ProviderPreset preset, List<string> pools)
    {
        // With a preset, a name and a key are enough; a first backend belongs in the first pool.
        backend.Pool ??= pools.FirstOrDefault();
        if (backend.Dialect == DialectSetting.Auto)
            backend.Dialect = preset.Dialect == BackendDialect.Anthropic ? DialectSetting.Anthropic : DialectSetting.Openai;
        var api = ApiOf(backend);
        backend.BaseUrl ??= api?.BaseUrl;
        if (backend.VersionPath == BackendOptions.AutoVersionPath && api?.VersionPath is { } versionPath)
            backend.VersionPath = versionPath;
    }
}
