using Microsoft.Extensions.Configuration;

namespace Sidecar.Configuration;

/// <summary>The <c>sidecar</c> section as ordinary .NET configuration, all layers merged and every value in .NET's own notation.</summary>
internal sealed class HoconConfigurationSource(IReadOnlyDictionary<string, string?> data) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(data);

    private sealed class Provider(IReadOnlyDictionary<string, string?> data) : ConfigurationProvider
    {
        public override void Load() => Data = new Dictionary<string, string?>(data, StringComparer.OrdinalIgnoreCase);
    }
}
