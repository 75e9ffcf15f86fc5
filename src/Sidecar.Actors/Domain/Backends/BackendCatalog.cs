using System.Collections.Frozen;

namespace Sidecar.Domain.Backends;

/// <summary>Every backend there is, in the operator's order, with the pools in order of preference. Immutable; a backend's index is its place in <see cref="Backends"/>.</summary>
public sealed class BackendCatalog
{
    private readonly FrozenDictionary<string, int> _indexes;

    public BackendCatalog(IReadOnlyList<string> pools, IReadOnlyList<Backend> backends, IReadOnlyDictionary<string, string> modelAliases)
    {
        Pools = [.. pools];
        Backends = [.. backends];
        ModelAliases = modelAliases.ToFrozenDictionary(StringComparer.Ordinal);
        _indexes = Backends.Select((b, i) => (b.Id, i)).ToFrozenDictionary(x => x.Id, x => x.i, StringComparer.Ordinal);
        PoolMembers = [.. Pools.Select(pool => (IReadOnlyList<int>)[.. Enumerable.Range(0, Backends.Count).Where(i => Backends[i].Pool == pool)])];
    }

    /// <summary>In order of preference; the first is the primary pool.</summary>
    public IReadOnlyList<string> Pools { get; }

    public IReadOnlyList<Backend> Backends { get; }

    /// <summary>Per pool, in the order of <see cref="Pools"/>, the indexes of its backends.</summary>
    public IReadOnlyList<IReadOnlyList<int>> PoolMembers { get; }

    public IReadOnlyDictionary<string, string> ModelAliases { get; }

    /// <summary>The backend's place in <see cref="Backends"/>, or -1.</summary>
    public int IndexOf(string id) => _indexes.TryGetValue(id, out var index) ? index : -1;

    /// <summary>The model a request is routed and priced by: the alias's target, else the name itself. Aliases do not chain.</summary>
    public string Resolve(string model) => ModelAliases.TryGetValue(model, out var target) ? target : model;
}
