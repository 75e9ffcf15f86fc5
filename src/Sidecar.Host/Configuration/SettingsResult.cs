using Sidecar.Host.Configuration.Hocon;

namespace Sidecar.Host.Configuration;

/// <summary>The result of loading: settings, or all faults.</summary>
public sealed record SettingsResult(SidecarSettings? Settings, IReadOnlyList<ConfigurationFault> Faults)
{
    /// <summary>Where each key was written, for faults that are found later.</summary>
    internal Dictionary<string, SourcePosition> Positions { get; init; } = [];
}
