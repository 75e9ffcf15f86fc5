using System.ComponentModel.DataAnnotations;

namespace Sidecar.Host.Configuration.Options;

/// <summary>A value under a name that the operator chose. Kept as a list entry, because a .NET configuration key is split at colons and
/// loses its case.</summary>
public sealed class NamedValue
{
    [Key]
    public string Name { get; set; } = "";

    public string Value { get; set; } = "";
}
