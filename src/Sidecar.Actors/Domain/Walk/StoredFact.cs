using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>A walk's fact as read back from the store: it has every field of any kind, null where this kind has none. Kinds and fields:
/// <c>docs/events.md</c>.</summary>
/// <param name="Kind">As stored under <c>f</c>, such as <c>picked</c>; it may be one that a later version introduced.</param>
public sealed record StoredFact(string Kind, DateTimeOffset At)
{
    public RequestPhase? Phase { get; init; }

    public string? Backend { get; init; }

    /// <summary>Of <c>arrived</c>: the request's id.</summary>
    public string? RequestId { get; init; }

    public string? Model { get; init; }

    public string? Client { get; init; }

    public bool Stream { get; init; }

    public long Tokens { get; init; }

    /// <summary>Of <c>arrived</c>: the part of the tokens that is the request itself; null: all of them, or not recorded.</summary>
    public long? Input { get; init; }

    public long RequestNumber { get; init; }

    public ulong Seed { get; init; }

    /// <summary>Of <c>arrived</c>: the requested API; the default if the fact is older than this field.</summary>
    public RequestAsk Ask { get; init; }

    /// <summary>Of <c>arrived</c>: the backend that served the request's session last.</summary>
    public string? Prefers { get; init; }

    /// <summary>Of <c>arrived</c>: the backend that made the earlier answer or object to which the request refers.</summary>
    public string? Maker { get; init; }

    /// <summary>Of <c>answered</c>: how the request was translated.</summary>
    public Translations Translated { get; init; }

    /// <summary>The board's version.</summary>
    public long? Board { get; init; }

    /// <summary>By backend id; null if there were too many backends to record.</summary>
    public IReadOnlyDictionary<string, StoredCandidate>? Candidates { get; init; }

    /// <summary>Why a lease was refused; None if it was granted.</summary>
    public LeaseRefusal Refusal { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    public long? Epoch { get; init; }

    public bool IsProbe { get; init; }

    /// <summary>Number 0 if the fact is older than this field.</summary>
    public LeasePlace Place { get; init; }

    /// <summary>Of <c>woken</c>: what the pool had done up to the offer.</summary>
    public PoolPlace Heard { get; init; }

    public int? Attempt { get; init; }

    public int? Status { get; init; }

    public UpstreamError? Error { get; init; }

    public AttemptVerdict? Verdict { get; init; }

    public long? RetryAfterMs { get; init; }

    /// <summary>Of <c>answered</c>: the refused key had been replaced meanwhile, so the refusal says nothing about the backend's present
    /// key.</summary>
    public bool IsOutdated { get; init; }

    /// <summary>Of <c>answered</c>: the backend had answered no request since the attempt was sent.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Of <c>answered</c>: the upstream refused when a configured limit was at least half used.</summary>
    public bool IsLimitUsed { get; init; }

    /// <summary>Of <c>answered</c>: the attempt was cut off when it had had its share of the deadline.</summary>
    public bool IsShareOver { get; init; }

    public long? Ticket { get; init; }

    public int? Position { get; init; }

    /// <summary>Of <c>full</c>: how many requests waited.</summary>
    public int? Waiting { get; init; }

    public int? Round { get; init; }

    /// <summary>Of <c>round</c>: the backends in the order in which they are asked.</summary>
    public IReadOnlyList<string>? Order { get; init; }

    public string? Code { get; init; }

    /// <summary>Of <c>ended</c>: the answer's size. Of <c>queued</c> and <c>full</c>: the size of the request's body.</summary>
    public long? Bytes { get; init; }

    /// <summary>Of <c>queued</c> and <c>full</c>: total size of the other waiting bodies.</summary>
    public long? Held { get; init; }
}

/// <summary>How one backend stood when the fact was recorded.</summary>
/// <param name="Load">Attempts in flight, if the backend could have been chosen; in an emergency round 0 if it was open.</param>
/// <param name="Why">Why it was excluded.</param>
/// <param name="Until">In an emergency round: its expected recovery.</param>
public readonly record struct StoredCandidate(int? Load, string? Why, DateTimeOffset? Until);
