namespace Sidecar.Host.Configuration.Options;

/// <summary>The encryption of stored secrets.</summary>
public sealed class KeysOptions
{
    /// <summary>Empty: the environment variable SIDECAR_MASTER_KEY, or no master key.</summary>
    public string MasterKeyFile { get; set; } = "";
}
