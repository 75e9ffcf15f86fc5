namespace Sidecar.Host.Configuration.Options;

/// <summary>How changes to stored events and rows are made evident.</summary>
public sealed class AuditOptions
{
    public bool Chain { get; set; } = true;

    /// <summary>A PEM file with the private key that signs checkpoints; empty: they are not signed.</summary>
    public string SigningKeyFile { get; set; } = "";

    /// <summary>A file elsewhere to which each checkpoint's seal is appended; empty: none.</summary>
    public string WitnessFile { get; set; } = "";
}
