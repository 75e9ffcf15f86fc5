namespace Sidecar.Domain.Attempts;

/// <summary>The stored names of relay outcomes: permanent, the members may be renamed.</summary>
public static class RelayOutcomeNames
{
    public static string ToWire(this RelayOutcome outcome) => outcome switch
    {
        RelayOutcome.Completed => "Completed",
        RelayOutcome.ClientGone => "ClientGone",
        RelayOutcome.ClientStalled => "ClientStalled",
        RelayOutcome.UpstreamBroke => "UpstreamBroke",
        RelayOutcome.UpstreamStalled => "UpstreamStalled",
        RelayOutcome.Faulted => "Faulted",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    /// <summary>Null for a word that is none: a refusal's code, or one that a later version introduced.</summary>
    public static RelayOutcome? FromWire(string? word) => word switch
    {
        "Completed" => RelayOutcome.Completed,
        "ClientGone" => RelayOutcome.ClientGone,
        "ClientStalled" => RelayOutcome.ClientStalled,
        "UpstreamBroke" => RelayOutcome.UpstreamBroke,
        "UpstreamStalled" => RelayOutcome.UpstreamStalled,
        "Faulted" => RelayOutcome.Faulted,
        _ => null,
    };
}
