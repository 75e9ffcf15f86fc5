using System.ComponentModel.DataAnnotations;

namespace Sidecar.Host.Configuration.Options;

/// <summary>Which recorded walks are kept, and for how long.</summary>
public sealed class WalksOptions
{
    /// <summary>Zero: for ever.</summary>
    [DurationRange("0s", "3650d")]
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The share of plain successful walks that is kept.</summary>
    [Range(0d, 1d)]
    public double Sample { get; set; } = 1;
}
