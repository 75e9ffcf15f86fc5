namespace Sidecar.Host.Configuration;

/// <summary>The result of loading: settings, or all faults.</summary>
public sealed record SettingsResult(SidecarSettings? Settings, IReadOnlyList<ConfigurationFault> Faults);
