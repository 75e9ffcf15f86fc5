namespace Sidecar.Host.Configuration;

/// <summary>What loading came to: settings, or every fault that was found.</summary>
public sealed record SettingsResult(SidecarSettings? Settings, IReadOnlyList<ConfigurationFault> Faults);
