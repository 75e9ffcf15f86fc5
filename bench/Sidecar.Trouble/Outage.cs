namespace Sidecar.Trouble;

/// <summary>How an upstream fails.</summary>
internal enum OutageKind
{
    /// <summary>Connections are broken.</summary>
    Broken,

    /// <summary>Requests are accepted and never answered.</summary>
    Hanging,

    /// <summary>Answers 502 at once.</summary>
    BadGateway,

    /// <summary>Answers 429 with <c>Retry-After: 1</c>, whatever the truth.</summary>
    Throttled,

    /// <summary>The backend's key is refused.</summary>
    Revoked,
}

/// <summary>What is wrong with an upstream between two instants, in ms from the start.</summary>
/// <param name="Upstream">Which upstream; null for all of them.</param>
internal sealed record Outage(OutageKind Kind, int? Upstream, double From, double To)
{
    public bool Holds(int upstream, double now) => (Upstream is null || Upstream == upstream) && now >= From && now < To;
}
