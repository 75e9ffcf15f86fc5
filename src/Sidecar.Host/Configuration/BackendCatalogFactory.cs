using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration;

/// <summary>Builds the catalog from options that were found valid. Keys become <see cref="ApiKey"/> here and are text nowhere after.</summary>
internal sealed class BackendCatalogFactory(SecretReader secrets)
{
    /// <param name="wellKnown">Takes the place of configured backends; empty when there are any.</param>
    public BackendCatalog Create(SidecarOptions options, IReadOnlyList<WellKnownBackend> wellKnown) => new(
        options.Pools,
        [.. options.Backends.Select(Create), .. wellKnown.Select(w => w.Backend)],
        options.ModelAliases.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal));

    private Backend Create(BackendOptions options) => new()
    {
        Id = options.Id,
        Pool = options.Pool!,
        BaseUrl = options.BaseUrl!.TrimEnd('/'),
        ApiKey = Key(options),
        Rpm = options.Rpm,
        Tpm = options.Tpm,
        MaxConcurrency = options.MaxConcurrency,
        Weight = options.Weight,
        ConnectTimeout = options.ConnectTimeout,
        Timeout = options.Timeout,
        FirstTokenTimeout = options.FirstTokenTimeout,
        CooldownScope = options.CooldownScope,
        Models = [.. options.Models.Select(m => new ServedModel(m.Name!, m.UpstreamName, m.InputCost, m.OutputCost))],
        Headers = [.. options.Headers.Select(h => KeyValuePair.Create(h.Name, h.Value))],
        Enabled = options.Enabled,
    };

    private ApiKey? Key(BackendOptions options) => options switch
    {
        { ApiKey: { } literal } => SecretReader.Literal(literal, out _),
        { ApiKeyEnv: { } variable } => secrets.Variable(variable, out _),
        { ApiKeyFile: { } file } => SecretReader.File(file, out _),
        _ => null,
    };
}
