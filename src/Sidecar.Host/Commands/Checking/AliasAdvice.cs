using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration;
using Sidecar.Host.Configuration.Hocon;

namespace Sidecar.Host.Commands.Checking;

/// <summary>Warns about aliases that lead to no model. An alias is looked up once: its model may be an alias itself, but is then asked for
/// by that name.</summary>
internal static class AliasAdvice
{
    public static IEnumerable<string> Of(BackendCatalog catalog)
    {
        foreach (var (alias, model) in catalog.ModelAliases)
        {
            var path = HoconPath.Join("sidecar", "model-aliases", alias);
            if (catalog.ModelAliases.ContainsKey(model) && !Lists(catalog, model))
                yield return $"{path}: {Quoting.Clip(model)} is an alias too; aliases are looked up once, so that backends are asked for "
                    + $"{Quoting.Clip(model)} itself";
            else if (catalog.Backends.Any(backend => backend.Enabled)
                && !catalog.Backends.Any(backend => backend.Enabled && backend.Serves(model)))
                yield return $"{path}: no enabled backend serves {Quoting.Clip(model)}";
        }
    }

    private static bool Lists(BackendCatalog catalog, string model) =>
        catalog.Backends.Any(backend => backend.Enabled && backend.Models.Any(served => served.Name == model));
}
