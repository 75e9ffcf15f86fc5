namespace Sidecar.Host.Configuration.Options;

/// <summary>Several nodes as one. Not supported in this version: the keys are accepted with their defaults, and enabling it is
/// refused.</summary>
public sealed class ClusterOptions
{
    public bool Enabled { get; set; }

    /// <summary>This node's address among the nodes.</summary>
    public string Bind { get; set; } = "127.0.0.1:2552";

    /// <summary>Some of the nodes, <c>host:port</c>.</summary>
    public List<string> SeedNodes { get; set; } = [];

    /// <summary>A name that resolves to them.</summary>
    public string Dns { get; set; } = "";

    public string CertificateFile { get; set; } = "";

    public string CertificateKeyFile { get; set; } = "";

    public string CaFile { get; set; } = "";
}
