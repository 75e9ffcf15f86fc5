namespace Sidecar.Domain.Attempts;

/// <summary>How a relayed body ended.</summary>
public enum RelayOutcome
{
    /// <summary>The client got everything that the upstream sent.</summary>
    Completed,

    /// <summary>The client hung up.</summary>
    ClientGone,

    /// <summary>The client stayed connected, but read nothing for so long that it was cut off.</summary>
    ClientStalled,

    /// <summary>The upstream broke off after bytes may have reached the client.</summary>
    UpstreamBroke,

    /// <summary>The upstream was silent for longer than the backend's timeout.</summary>
    UpstreamStalled,

    /// <summary>Sidecar's own fault.</summary>
    Faulted,
}
