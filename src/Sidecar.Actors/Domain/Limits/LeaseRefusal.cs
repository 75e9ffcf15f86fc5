namespace Sidecar.Domain.Limits;

/// <summary>Why a backend grants no lease now.</summary>
public enum LeaseRefusal
{
    None,
    Disabled,
    Cooling,
    ProbeInFlight,
    Rpm,
    Tpm,
    Concurrency,
    EmergencyRpm,

    /// <summary>A fault of Sidecar's own while deciding; logged.</summary>
    Fault,

    /// <summary>Its journal has not been read yet.</summary>
    Recovering,

    /// <summary>The upstream said a moment ago that it does not have the model.</summary>
    ModelAbsent,

    /// <summary>A limit that was learnt from the upstream's refusals has no room.</summary>
    LearnedLimit,

    /// <summary>Of a limit that the upstream's own headers name nothing is left.</summary>
    NamedLimit,

    /// <summary>Its requests a day are used up.</summary>
    Rpd,
}
