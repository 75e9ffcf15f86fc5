namespace Sidecar.Host.Configuration.Options;

/// <summary>How stored events and rows are made evident if somebody changes them.</summary>
public sealed class AuditOptions
{
    public bool Chain { get; set; } = true;

    /// <summary>A PEM file with the private key that signs checkpoints; empty: they are not signed.</summary>
    public string SigningKeyFile { get; set; } = "";

    /// <summary>A file elsewhere to which the heads of the chains are appended; empty: there is none.</summary>
    public string WitnessFile { get; set; } = "";
}
