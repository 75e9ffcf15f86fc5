namespace Sidecar.Domain.Cooldowns;

/// <summary>Why a backend rests. The names are stored in the journal (see <see cref="CooldownReasonNames"/>).</summary>
public enum CooldownReason
{
    RateLimited,
    Overloaded,
    Credentials,
    Unhealthy,
    Operator,
}

/// <summary>The reasons' stored names: they may be added to, but never changed.</summary>
public static class CooldownReasonNames
{
    public static string ToWire(this CooldownReason reason) => reason switch
    {
        CooldownReason.RateLimited => "rate_limited",
        CooldownReason.Overloaded => "overloaded",
        CooldownReason.Credentials => "credentials",
        CooldownReason.Unhealthy => "unhealthy",
        CooldownReason.Operator => "operator",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    public static CooldownReason FromWire(string name) => name switch
    {
        "rate_limited" => CooldownReason.RateLimited,
        "overloaded" => CooldownReason.Overloaded,
        "credentials" => CooldownReason.Credentials,
        "unhealthy" => CooldownReason.Unhealthy,
        "operator" => CooldownReason.Operator,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "unknown cooldown reason"),
    };
}
