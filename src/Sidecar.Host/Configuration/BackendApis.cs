using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration;

/// <summary>Determines from a backend's options which APIs it has, and which translations it may use.</summary>
internal static class BackendApis
{
    /// <summary>The word that leaves the choice to preset and dialect.</summary>
    public const string Auto = "auto";

    public static Apis Of(BackendOptions options, BackendDialect dialect, string baseUrl) =>
        options.Apis is [] or [Auto] ? ProviderPresets.ApisOf(options.Preset, dialect, baseUrl)
            // Lists of models, and paths without a name here, may go to any backend.
            : options.Apis.Aggregate(Apis.Other, (apis, word) => apis | ApiNames.FromWire(word));

    public static Translations TranslationsOf(BackendOptions options) => options.Translate switch
    {
        [] => Translations.All,
        [""] => Translations.None,
        var words => words.Aggregate(Translations.None, (all, word) => all | TranslationNames.FromWire(word)),
    };
}
