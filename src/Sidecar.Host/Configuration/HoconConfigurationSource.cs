using Microsoft.Extensions.Configuration;

namespace Sidecar.Host.Configuration;

/// <summary>The <c>sidecar</c> section as ordinary .NET configuration, with all layers merged and every value in .NET's
/// notation.</summary>
internal sealed class HoconConfigurationSource(IReadOnlyDictionary<string, string?> data) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(data);

    private sealed class Provider(IReadOnlyDictionary<string, string?> data) : ConfigurationProvider
    {
        private readonly Dictionary<string, SortedSet<string>> _children = new(StringComparer.OrdinalIgnoreCase);

        public override void Load()
        {
            Data = new Dictionary<string, string?>(data, StringComparer.OrdinalIgnoreCase);
            foreach (var key in Data.Keys)
                Index(key);
        }

        // The base class scans all keys for each section that is bound: with a thousand backends that alone took a second of every start.
        public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
            _children.TryGetValue(parentPath ?? "", out var names) ? earlierKeys.Concat(names) : earlierKeys;

        private void Index(string key)
        {
            var (parent, name) =
                ConfigurationPath.GetParentPath(key) is { } path ? (path, ConfigurationPath.GetSectionKey(key)) : ("", key);
            if (!_children.TryGetValue(parent, out var names))
                _children[parent] = names = new SortedSet<string>(ConfigurationKeyComparer.Instance);
            if (names.Add(name) && parent.Length > 0)
                Index(parent);
        }
    }
}
