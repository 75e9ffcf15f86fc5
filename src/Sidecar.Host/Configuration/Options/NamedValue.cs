using System.ComponentModel.DataAnnotations;

namespace Sidecar.Host.Configuration.Options;

/// <summary>A value under a name of the operator's own. Kept as a list entry: a .NET configuration key is split at colons and loses its
/// case.</summary>
public sealed class NamedValue
{
    [Key]
    public string Name { get; set; } = "";

    public string Value { get; set; } = "";
}
