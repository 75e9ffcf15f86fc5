namespace Sidecar.Domain.Policies;

/// <summary>How long a backend rests, and why. <see cref="Jitter"/> is a share in [0, 1] added at most to a rest.</summary>
public sealed record CooldownPolicy
{
    /// <summary>The rest after a first 429 that names no time itself.</summary>
    public TimeSpan Base { get; init; } = TimeSpan.FromSeconds(30);

    public double Multiplier { get; init; } = 2;

    public TimeSpan Max { get; init; } = TimeSpan.FromMinutes(15);

    public double Jitter { get; init; } = 0.1;

    /// <summary>The longest Retry-After that is believed.</summary>
    public TimeSpan RetryAfterMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Failures in a row (5xx answers, timeouts, broken connections) that send a backend to rest.</summary>
    public int FailuresToCool { get; init; } = 5;

    public TimeSpan OverloadRest { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan CredentialRest { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Limits that nobody told are learnt from what is admitted and refused.</summary>
    public bool Learn { get; init; } = true;

    /// <summary>How long a probe may take before another may be sent.</summary>
    public TimeSpan ProbeLease { get; init; } = TimeSpan.FromSeconds(30);
}
