namespace Sidecar.Domain.Walk;

/// <summary>The explicit phases of a request's walk; each is an FSM state of its coordinator.</summary>
public enum RequestPhase
{
    Routing,
    PrimaryWait,
    Emergency,
    Relaying,
}

/// <summary>The phases' names on the wire, in logs and in the ledger.</summary>
public static class RequestPhaseNames
{
    public static string ToWire(this RequestPhase phase) => phase switch
    {
        RequestPhase.Routing => "routing",
        RequestPhase.PrimaryWait => "primary-wait",
        RequestPhase.Emergency => "emergency",
        RequestPhase.Relaying => "relaying",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, null),
    };
}
