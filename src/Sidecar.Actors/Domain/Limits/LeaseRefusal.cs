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

    /// <summary>An internal fault while deciding; logged.</summary>
    Fault,

    /// <summary>Its journal has not been read yet.</summary>
    Recovering,

    /// <summary>The upstream has just said that it lacks the model.</summary>
    ModelAbsent,

    /// <summary>A limit learnt from the upstream's refusals is used up.</summary>
    LearnedLimit,

    /// <summary>A limit named in the upstream's headers is used up.</summary>
    NamedLimit,

    /// <summary>Its requests per day are used up.</summary>
    Rpd,
}
