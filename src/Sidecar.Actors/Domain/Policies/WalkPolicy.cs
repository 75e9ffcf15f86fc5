namespace Sidecar.Domain.Policies;

/// <summary>How one of several eligible backends of a pool is chosen.</summary>
public enum RoutingStrategy
{
    /// <summary>Fewest attempts in flight relative to its weight; ties at random.</summary>
    LeastLoaded,

    /// <summary>At random, in proportion to weight.</summary>
    Weighted,

    /// <summary>In turn.</summary>
    RoundRobin,

    /// <summary>The first in the operator's order.</summary>
    InOrder,
}

/// <summary>The routing phase's budget and strategy.</summary>
public sealed record RoutingPolicy(int MaxAttempts = 3, RoutingStrategy Strategy = RoutingStrategy.LeastLoaded)
{
    public AlsoTryNext AlsoTryNext { get; init; } = AlsoTryNext.Default;

    public AffinityPolicy Affinity { get; init; } = AffinityPolicy.Default;

    /// <summary>Whether a session's requests prefer a backend. With in-order and round-robin the operator has fixed the order.</summary>
    internal bool HeedsSessions => Affinity.IsOn && Strategy is RoutingStrategy.LeastLoaded or RoutingStrategy.Weighted;
}

/// <summary>
/// The primary-wait phase's budget: at most <see cref="MaxRetries"/> attempts within <see cref="Budget"/>; 0 retries turn it off.
/// </summary>
public sealed record PrimaryWaitPolicy(int MaxRetries, TimeSpan Interval, int MaxWaiting)
{
    /// <summary>If absent, as in older records: the primary pool alone.</summary>
    public WaitFor For { get; init; } = WaitFor.Primary;

    /// <summary>Total size of the request bodies that may wait at once. If absent, as in older records: no limit.</summary>
    public long MaxWaitingBytes { get; init; } = long.MaxValue;

    public TimeSpan Budget => Interval * MaxRetries;
}

/// <summary>The emergency phase's rounds and reduced rate; 0 rounds turn it off.</summary>
public sealed record EmergencyPolicy(int DefaultRpm = 40, double RpmFraction = 0.25, int Rounds = 3)
{
    /// <summary>Emergency requests that may be sent to one backend in any window of 60 s: max(1, ⌊default-rpm × rpm-fraction⌋).</summary>
    // In decimals, because 100 × 0.29 is 28.999… in doubles and rounding down would lose a request.
    public int RpmPerBackend => Math.Max(1, (int)Math.Floor(DefaultRpm * (decimal)RpmFraction));
}

/// <summary>Everything that determines the walk of a request.</summary>
public sealed record WalkPolicy
{
    public RoutingPolicy Routing { get; init; } = new();

    public PrimaryWaitPolicy PrimaryWait { get; init; } =
        new(15, TimeSpan.FromSeconds(2), 1000) { For = WaitFor.Any, MaxWaitingBytes = 256L << 20 };

    public EmergencyPolicy Emergency { get; init; } = new();

    /// <summary>From arrival to the response head, for all phases together.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(110);

    /// <summary>Overstate Retry-After (at least 91 s) for clients that only then switch to another model.</summary>
    public bool FailOverNow { get; init; }

    /// <summary>Ask a chat stream for its usage when the client did not, and hide that event from the client.</summary>
    public bool InjectUsage { get; init; } = true;
}
