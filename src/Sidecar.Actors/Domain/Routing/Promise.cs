using System.Collections.Frozen;

namespace Sidecar.Domain.Routing;

/// <summary>For requests of which models a backend is promised to those who wait, so that newcomers may not overtake them.
/// Immutable.</summary>
public sealed class Promise
{
    public static readonly Promise None = new(FrozenSet<string>.Empty, isForAll: false);

    /// <summary>What those who wait are short of is shared by all models.</summary>
    public static readonly Promise ForAll = new(FrozenSet<string>.Empty, isForAll: true);

    private readonly FrozenSet<string> _models;
    private readonly bool _isForAll;

    private Promise(FrozenSet<string> models, bool isForAll) => (_models, _isForAll) = (models, isForAll);

    public static Promise For(IEnumerable<string> models) => new(models.ToFrozenSet(StringComparer.Ordinal), isForAll: false);

    public bool Holds(string model) => _isForAll || (_models.Count > 0 && _models.Contains(model));

    /// <summary>It is for just these.</summary>
    public bool IsFor(HashSet<string> models) => !_isForAll && _models.Count == models.Count && models.IsSupersetOf(_models);
}
