using Sidecar.Host.Configuration.Hocon;

namespace Sidecar.Host.Configuration;

/// <summary>Collects faults while loading continues, so that one run reports all of them.</summary>
internal sealed class FaultList
{
    private readonly List<ConfigurationFault> _faults = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    public bool Any => _faults.Count > 0;

    /// <summary>Sorted by source in order of first appearance, then by line.</summary>
    public IReadOnlyList<ConfigurationFault> Sorted()
    {
        var sources = _faults.Select(f => f.Source).Distinct().ToList();
        return [.. _faults.Distinct().OrderBy(f => sources.IndexOf(f.Source)).ThenBy(f => f.Line ?? 0)];
    }

    public void Add(SourcePosition at, string? path, string message)
    {
        _faults.Add(new ConfigurationFault(at.Source, at.Line == 0 ? null : at.Line, path, message));
        if (path is not null)
            _paths.Add(path);
    }

    public void Add(FaultList others)
    {
        _faults.AddRange(others._faults);
        _paths.UnionWith(others._paths);
    }

    public void Add(string source, string message) => _faults.Add(new ConfigurationFault(source, null, null, message));

    /// <summary>A key that could not be read keeps its default, and complaints about that default would only mislead.</summary>
    public bool Has(string path) => _paths.Contains(path);
}
