namespace Sidecar.Domain.Attempts;

/// <summary>The outcomes' words in stored facts: words may be added, but never changed.</summary>
public static class RelayOutcomeNames
{
    public const string Completed = "Completed";
    public const string ClientGone = "ClientGone";
    public const string ClientStalled = "ClientStalled";
    public const string UpstreamBroke = "UpstreamBroke";
    public const string UpstreamStalled = "UpstreamStalled";
    public const string Faulted = "Faulted";

    public static string ToWire(this RelayOutcome outcome) => outcome switch
    {
        RelayOutcome.Completed => Completed,
        RelayOutcome.ClientGone => ClientGone,
        RelayOutcome.ClientStalled => ClientStalled,
        RelayOutcome.UpstreamBroke => UpstreamBroke,
        RelayOutcome.UpstreamStalled => UpstreamStalled,
        RelayOutcome.Faulted => Faulted,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    /// <summary>Null for any other word: a refusal's code, or an outcome that a later version introduced.</summary>
    public static RelayOutcome? FromWire(string? word) => word switch
    {
        Completed => RelayOutcome.Completed,
        ClientGone => RelayOutcome.ClientGone,
        ClientStalled => RelayOutcome.ClientStalled,
        UpstreamBroke => RelayOutcome.UpstreamBroke,
        UpstreamStalled => RelayOutcome.UpstreamStalled,
        Faulted => RelayOutcome.Faulted,
        _ => null,
    };
}
