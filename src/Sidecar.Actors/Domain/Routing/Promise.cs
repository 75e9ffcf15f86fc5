using System.Collections.Frozen;

namespace Sidecar.Domain.Routing;

/// <summary>The models for which a backend is promised to waiters, so that newcomers may not overtake them. Immutable.</summary>
public sealed class Promise
{
    public static readonly Promise None = new(FrozenSet<string>.Empty, isForAll: false);

    /// <summary>For all models: what the waiters lack is shared by all of them.</summary>
    public static readonly Promise ForAll = new(FrozenSet<string>.Empty, isForAll: true);

    private readonly FrozenSet<string> _models;
    private readonly bool _isForAll;

    private Promise(FrozenSet<string> models, bool isForAll) => (_models, _isForAll) = (models, isForAll);

    public static Promise For(IEnumerable<string> models) => new(models.ToFrozenSet(StringComparer.Ordinal), isForAll: false);

    public bool Holds(string model) => _isForAll || (_models.Count > 0 && _models.Contains(model));

    /// <summary>Whether it covers exactly these models.</summary>
    public bool IsFor(HashSet<string> models) => !_isForAll && _models.Count == models.Count && models.IsSupersetOf(_models);
}
