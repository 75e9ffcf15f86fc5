namespace Sidecar.Host.Configuration.Options;

/// <summary>With what stored secrets are encrypted.</summary>
public sealed class KeysOptions
{
    /// <summary>Empty: the environment variable SIDECAR_MASTER_KEY, or no master key at all.</summary>
    public string MasterKeyFile { get; set; } = "";
}
