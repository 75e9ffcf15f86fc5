namespace Sidecar.Domain.Policies;

/// <summary>How long a backend rests, and why. <see cref="Jitter"/> is the largest share, in [0, 1], that is added to a rest at
/// random.</summary>
public sealed record CooldownPolicy
{
    /// <summary>The rest after a first 429 that names no time itself.</summary>
    public TimeSpan Base { get; init; } = TimeSpan.FromSeconds(30);

    public double Multiplier { get; init; } = 2;

    public TimeSpan Max { get; init; } = TimeSpan.FromMinutes(15);

    public double Jitter { get; init; } = 0.1;

    /// <summary>The longest Retry-After that is accepted.</summary>
    public TimeSpan RetryAfterMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Consecutive failures (5xx answers, timeouts, broken connections) after which a backend rests.</summary>
    public int FailuresToCool { get; init; } = 5;

    public TimeSpan OverloadRest { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan CredentialRest { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether unknown limits are learnt from what the upstream admits and refuses.</summary>
    public bool Learn { get; init; } = true;

    /// <summary>How long a probe may take before another may be sent.</summary>
    public TimeSpan ProbeLease { get; init; } = TimeSpan.FromSeconds(30);
}
