using System.ComponentModel.DataAnnotations;

namespace Sidecar.Host.Configuration.Options;

/// <summary>One client key.</summary>
public sealed class ClientOptions
{
    [Key]
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the key, in hexadecimal digits.</summary>
    [Required]
    public string? KeyHash { get; set; }

    [Range(0, 1_000_000)]
    public int Rpm { get; set; }

    /// <summary>Empty: every model.</summary>
    public List<string> AllowedModels { get; set; } = [];
}
