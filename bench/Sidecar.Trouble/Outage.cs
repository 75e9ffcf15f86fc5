namespace Sidecar.Trouble;

/// <summary>How an upstream fails.</summary>
internal enum OutageKind
{
    /// <summary>Connections are broken off.</summary>
    Broken,

    /// <summary>Requests are taken and never answered.</summary>
    Hanging,

    /// <summary>502 at once.</summary>
    BadGateway,

    /// <summary>429 with <c>Retry-After: 1</c>, whatever is true.</summary>
    Throttled,

    /// <summary>Its key is refused.</summary>
    Revoked,
}

/// <summary>An upstream's trouble between two instants, in ms from the beginning.</summary>
/// <param name="Upstream">Which; null: all of them.</param>
internal sealed record Outage(OutageKind Kind, int? Upstream, double From, double To)
{
    public bool Holds(int upstream, double now) => (Upstream is null || Upstream == upstream) && now >= From && now < To;
}
