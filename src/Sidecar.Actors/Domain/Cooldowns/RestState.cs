namespace Sidecar.Domain.Cooldowns;

/// <summary>Whether requests may be sent, as far as cooldowns go.</summary>
public enum RestMode
{
    Available,

    /// <summary>Resting until a deadline.</summary>
    Cooling,

    /// <summary>The rest is over; one request at a time finds out whether the backend is well.</summary>
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

    /// <summary>Until when the probe in flight keeps others away; null when none is in flight.</summary>
    public DateTimeOffset? ProbeUntil { get; init; }

    /// <summary>The request that probes.</summary>
    public string? ProbeRequest { get; init; }

    /// <summary>When that probe was sent.</summary>
    public DateTimeOffset? ProbeSince { get; init; }

    /// <summary>When the 429s in a row began; null after a good answer.</summary>
    public DateTimeOffset? RefusingSince { get; init; }

    /// <summary>The upstream itself named when it ends.</summary>
    public bool IsTimeNamed { get; init; }

    /// <summary>What made it rest.</summary>
    public Cause? Cause { get; init; }

    /// <summary>Nothing about it need be remembered.</summary>
    public bool IsForgettable => Mode == RestMode.Available && Streak == 0;

    public bool IsCoolingAt(DateTimeOffset now) => Mode == RestMode.Cooling && now < Until;

    /// <summary>The rest is over, told or not yet told, and nobody probes.</summary>
    public bool AwaitsProbeAt(DateTimeOffset now) =>
        Mode == RestMode.Cooling ? now >= Until : Mode == RestMode.Probing && !IsProbedAt(now);

    public bool IsProbedAt(DateTimeOffset now) => Mode == RestMode.Probing && ProbeUntil is { } until && now < until;

    /// <summary>When a lease may next be had, as far as this rest goes.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now) =>
        IsCoolingAt(now) ? Until : IsProbedAt(now) ? ProbeUntil!.Value : now;
}
