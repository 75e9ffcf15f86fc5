namespace Sidecar.Host.Configuration.Options;

/// <summary>How long the ledger's rows are kept.</summary>
public sealed class LedgerOptions
{
    /// <summary>Zero: for ever.</summary>
    [DurationRange("0s", "36500d")]
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(90);
}
