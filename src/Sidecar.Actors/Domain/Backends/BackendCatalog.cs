using System.Collections.Frozen;

namespace Sidecar.Domain.Backends;

/// <summary>All backends, with the pools in order of preference. Immutable; a backend's index is its place in <see
/// cref="Backends"/>.</summary>
public sealed class BackendCatalog
{
    private readonly FrozenDictionary<string, int> _indexes;

    public BackendCatalog(IReadOnlyList<string> pools, IReadOnlyList<Backend> backends, IReadOnlyDictionary<string, string> modelAliases)
        : this(pools, backends, [.. Enumerable.Range(0, backends.Count)], modelAliases)
    {
    }

    private BackendCatalog(IReadOnlyList<string> pools, IReadOnlyList<Backend> backends, IReadOnlyList<int> order,
        IReadOnlyDictionary<string, string> modelAliases)
    {
        Pools = [.. pools];
        Backends = [.. backends];
        ModelAliases = modelAliases.ToFrozenDictionary(StringComparer.Ordinal);
        _indexes = Backends.Select((b, i) => (b.Id, i)).ToFrozenDictionary(x => x.Id, x => x.i, StringComparer.Ordinal);
        Defined = [.. order.Select(i => Backends[i])];
        LongestAnswer = Backends.Select(b => b.AnswerTimeout).DefaultIfEmpty().Max();
        PoolMembers = [.. Pools.Select(pool => (IReadOnlyList<int>)[.. order.Where(i => Backends[i].Pool == pool)])];
    }

    /// <summary>In order of preference; the first is the primary pool.</summary>
    public IReadOnlyList<string> Pools { get; }

    /// <summary>By index, removed ones included, because running requests refer to backends by index.</summary>
    public IReadOnlyList<Backend> Backends { get; }

    /// <summary>In the operator's order.</summary>
    public IReadOnlyList<Backend> Defined { get; }

    /// <summary>The indexes of each pool's backends, in the order of <see cref="Pools"/>.</summary>
    public IReadOnlyList<IReadOnlyList<int>> PoolMembers { get; }

    public IReadOnlyDictionary<string, string> ModelAliases { get; }

    /// <summary>The longest <c>answer-timeout</c> of any backend.</summary>
    public TimeSpan LongestAnswer { get; }

    /// <summary>The backend's place in <see cref="Backends"/>, or -1.</summary>
    public int IndexOf(string id) => _indexes.TryGetValue(id, out var index) ? index : -1;

    /// <summary>Whether an enabled backend lacks the API and may be asked through a translation.</summary>
    public bool MayTranslate(in RequestAsk ask)
    {
        for (var i = 0; i < Defined.Count; i++)
            if (Defined[i].Enabled && ask.MayBeTranslatedFor(Defined[i]))
                return true;
        return false;
    }

    /// <summary>The next catalog. A backend keeps its index as long as the process runs, even if it is removed and added again.</summary>
    public BackendCatalog Become(BackendCatalog wanted)
    {
        var backends = Backends.Select(known => wanted.IndexOf(known.Id) is var i and >= 0 ? wanted.Backends[i] : known.Retired()).ToList();
        backends.AddRange(wanted.Defined.Where(each => IndexOf(each.Id) < 0));
        var indexes = backends.Select((b, i) => (b.Id, i)).ToDictionary(x => x.Id, x => x.i, StringComparer.Ordinal);
        return new BackendCatalog(wanted.Pools, backends, [.. wanted.Defined.Select(each => indexes[each.Id])], wanted.ModelAliases);
    }

    /// <summary>The model a request is routed and priced by: the alias's target, else the name itself. Aliases do not chain.</summary>
    public string Resolve(string model) => ModelAliases.TryGetValue(model, out var target) ? target : model;
}
