namespace Sidecar.Host.Configuration.Options;

/// <summary>How a backend's dialect is told.</summary>
public enum DialectSetting
{
    /// <summary>By its preset, else by its host.</summary>
    Auto,
    Openai,
    Anthropic,
}
