using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration;

/// <summary>What a backend speaks, and what it may be asked through a translation, by its options.</summary>
internal static class BackendApis
{
    /// <summary>The word that leaves it to preset and dialect.</summary>
    public const string Auto = "auto";

    public static Apis Of(BackendOptions options, BackendDialect dialect, string baseUrl) =>
        options.Apis is [] or [Auto] ? ProviderPresets.ApisOf(options.Preset, dialect, baseUrl)
            // Lists of models and what has no name here is asked of everybody.
            : options.Apis.Aggregate(Apis.Other, (apis, word) => apis | ApiNames.FromWire(word));

    public static Translations TranslationsOf(BackendOptions options) => options.Translate switch
    {
        [] => Translations.All,
        [""] => Translations.None,
        var words => words.Aggregate(Translations.None, (all, word) => all | TranslationNames.FromWire(word)),
    };
}
