namespace Sidecar.Domain.Walk;

/// <summary>The explicit phases of a request's walk; each is an FSM state of its coordinator.</summary>
public enum RequestPhase
{
    Routing,
    PrimaryWait,
    Emergency,
    Relaying,
}

/// <summary>The phases' names in headers, in logs and in the ledger.</summary>
internal static class RequestPhaseNames
{
    public static string ToWire(this RequestPhase phase) => phase switch
    {
        RequestPhase.Routing => "routing",
        RequestPhase.PrimaryWait => "primary-wait",
        RequestPhase.Emergency => "emergency",
        RequestPhase.Relaying => "relaying",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, null),
    };

    /// <summary>Null if the word is not a phase.</summary>
    public static RequestPhase? FromWire(string? word) => word switch
    {
        "routing" => RequestPhase.Routing,
        "primary-wait" => RequestPhase.PrimaryWait,
        "emergency" => RequestPhase.Emergency,
        "relaying" => RequestPhase.Relaying,
        _ => null,
    };
}
