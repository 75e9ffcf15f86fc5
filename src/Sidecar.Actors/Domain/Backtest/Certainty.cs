namespace Sidecar.Domain.Backtest;

/// <summary>How a figure is known.</summary>
public enum Certainty
{
    /// <summary>It happened, and the policy under test leads to it as well.</summary>
    Observed,

    /// <summary>It did not happen; the record speaks about that backend near that instant.</summary>
    Inferred,

    /// <summary>It did not happen, and the record says nothing that would tell.</summary>
    Unknown,
}
