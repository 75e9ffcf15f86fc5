namespace Sidecar.Domain.Cooldowns;

/// <summary>Whether requests may be sent, as far as cooldowns go.</summary>
public enum RestMode
{
    Available,

    /// <summary>Resting until a deadline.</summary>
    Cooling,

    /// <summary>The rest is over; one request at a time finds out whether the backend has recovered.</summary>
    Probing,
}

/// <summary>The rest of a whole backend, or of one model on it.</summary>
public sealed record RestState
{
    public static readonly RestState Fresh = new();

    public RestMode Mode { get; init; }

    public CooldownReason Reason { get; init; }

    /// <summary>When the present cooldown began.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When the present, or last, cooldown ends.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>429s in a row, halved by each success.</summary>
    public int Streak { get; init; }

    /// <summary>The backend's count of cooldowns when this one began; an attempt leased at a lower count was sent before it.</summary>
    public long Epoch { get; init; }

    /// <summary>Until when the probe in flight keeps other requests away; null if none is in flight.</summary>
    public DateTimeOffset? ProbeUntil { get; init; }

    /// <summary>The request that probes.</summary>
    public string? ProbeRequest { get; init; }

    /// <summary>When that probe was sent.</summary>
    public DateTimeOffset? ProbeSince { get; init; }

    /// <summary>When the 429s in a row began; null after a good answer.</summary>
    public DateTimeOffset? RefusingSince { get; init; }

    /// <summary>Whether the upstream itself named the end of the rest.</summary>
    public bool IsTimeNamed { get; init; }

    /// <summary>What made it rest.</summary>
    public Cause? Cause { get; init; }

    /// <summary>Whether nothing about it needs to be remembered.</summary>
    public bool IsForgettable => Mode == RestMode.Available && Streak == 0;

    public bool IsCoolingAt(DateTimeOffset now) => Mode == RestMode.Cooling && now < Until;

    /// <summary>Whether the rest is over, even if its end was not recorded yet, and no probe is in flight.</summary>
    public bool AwaitsProbeAt(DateTimeOffset now) =>
        Mode == RestMode.Cooling ? now >= Until : Mode == RestMode.Probing && !IsProbedAt(now);

    public bool IsProbedAt(DateTimeOffset now) => Mode == RestMode.Probing && ProbeUntil is { } until && now < until;

    /// <summary>When this rest allows the next lease.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now) =>
        IsCoolingAt(now) ? Until : IsProbedAt(now) ? ProbeUntil!.Value : now;
}
