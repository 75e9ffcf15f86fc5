namespace Sidecar.Host.Configuration.Options;

/// <summary>How a backend's dialect is configured.</summary>
public enum DialectSetting
{
    /// <summary>Determined by its preset, else by its host.</summary>
    Auto,
    Openai,
    Anthropic,
}
