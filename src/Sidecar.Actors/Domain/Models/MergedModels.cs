using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Models;

/// <summary>The merged list of models of all enabled backends, in the order of preference, aliases last.</summary>
public static class MergedModels
{
    /// <param name="listed">The models that a backend without <c>models</c> lists itself; empty if unknown.</param>
    public static IReadOnlyList<ListedModel> Of(BackendCatalog catalog, Func<Backend, IReadOnlyList<ListedModel>> listed)
    {
        var merged = new OrderedDictionary<string, ListedModel>(StringComparer.Ordinal);
        var enabled = catalog.PoolMembers.SelectMany(members => members).Select(index => catalog.Backends[index])
            .Where(backend => backend.Enabled).ToList();
        foreach (var backend in enabled)
            foreach (var model in backend.Models.Count > 0 ? backend.Models.Select(model => new ListedModel(model.Name)) : listed(backend))
                merged.TryAdd(model.Id, model);
        foreach (var (alias, target) in catalog.ModelAliases.OrderBy(alias => alias.Key, StringComparer.Ordinal))
        {
            if (merged.TryGetValue(target, out var known))
                merged.TryAdd(alias, known with { Id = alias });
            else if (enabled.Exists(backend => backend.Serves(target)))
                merged.TryAdd(alias, new ListedModel(alias));
        }
        return [.. merged.Values];
    }
}
