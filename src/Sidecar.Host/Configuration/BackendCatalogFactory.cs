using System.Globalization;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Wire;
using Sidecar.Host.Configuration.Options;
using Sidecar.Host.Configuration.Validation;

namespace Sidecar.Host.Configuration;

/// <summary>
/// Builds the catalog from valid options. Keys become <see cref="ApiKey"/> here and are never plain text afterwards.
/// </summary>
internal sealed class BackendCatalogFactory(SecretReader secrets)
{
    /// <param name="wellKnown">Used instead of configured backends; empty if there are any.</param>
    public BackendCatalog Create(SidecarOptions options, IReadOnlyList<WellKnownBackend> wellKnown) => new(
        options.Pools,
        [.. options.Backends.SelectMany(Create), .. wellKnown.Select(w => w.Backend)],
        options.ModelAliases.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal));

    /// <summary>The id of one of the backends that a definition with several keys makes: its own id with the key's number.</summary>
    public static string IdOf(string id, int number) => string.Create(CultureInfo.InvariantCulture, $"{id}.{number}");

    private IEnumerable<Backend> Create(BackendOptions options)
    {
        var (keys, _, areSeveral) = BackendKeys.Read(options, secrets);
        return areSeveral
            ? keys.Select((key, index) => Create(options, IdOf(options.Id, index + 1), key))
            : [Create(options, options.Id, keys.Count > 0 ? keys[0] : null)];
    }

    private static Backend Create(BackendOptions options, string id, ApiKey? key)
    {
        var baseUrl = options.BaseUrl!.TrimEnd('/');
        var dialect = options.Dialect switch
        {
            DialectSetting.Openai => BackendDialect.OpenAi,
            DialectSetting.Anthropic => BackendDialect.Anthropic,
            _ => KeyHeaders.DialectOf(baseUrl),
        };
        return new Backend
        {
            Id = id,
            Pool = options.Pool!,
            Preset = ProviderPresets.Find(options.Preset)?.Name ?? "",
            BaseUrl = baseUrl,
            VersionPath = options.VersionPath == BackendOptions.AutoVersionPath ? null : options.VersionPath,
            Query = UpstreamQuery.Of(options.Query.Select(q => KeyValuePair.Create(q.Name, q.Value))),
            Dialect = dialect,
            Apis = BackendApis.Of(options, dialect, baseUrl),
            Translate = BackendApis.TranslationsOf(options),
            ApiKey = key,
            KeyFile = options.ApiKeyFile ?? options.ApiKeysFile,
            KeyHeader = KeyHeaders.Of(dialect, baseUrl, PresetDefaults.ApiOf(options)?.KeyHeader),
            Proxy = ProxyAddresses.Read(options.Proxy, out _),
            Rpm = options.Rpm,
            Tpm = options.Tpm,
            Rpd = options.Rpd,
            RpdResets = DayStart.TryParse(options.RpdResets) ?? default,
            MaxConcurrency = options.MaxConcurrency,
            Weight = options.Weight,
            ConnectTimeout = options.ConnectTimeout,
            Timeout = options.Timeout,
            FirstTokenTimeout = options.FirstTokenTimeout,
            AnswerTimeout = options.AnswerTimeout,
            CooldownScope = options.CooldownScope,
            Models = [.. options.Models.Select(m =>
                new ServedModel(m.Name!, m.UpstreamName, m.InputCost, m.OutputCost, m.CachedInputCost, m.CacheWriteCost, m.ReasoningCost,
                    m.MaxInput))],
            Headers = [.. options.Headers.Select(h => KeyValuePair.Create(h.Name, h.Value))],
            Enabled = options.Enabled,
        };
    }
}
