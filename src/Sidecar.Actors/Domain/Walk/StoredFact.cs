using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>A walk's fact as it is read again: every field that any kind has, null where this one has none. Kinds and fields:
/// <c>docs/events.md</c>.</summary>
/// <param name="Kind">As stored under <c>f</c>, such as <c>picked</c>; also one that a later version introduced.</param>
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

    /// <summary>Of <c>arrived</c>: the part of the tokens that is the request itself; null: all of them, or not noted.</summary>
    public long? Input { get; init; }

    public long RequestNumber { get; init; }

    public ulong Seed { get; init; }

    /// <summary>Of <c>arrived</c>; asks for nothing in particular where the fact was written before that was noted.</summary>
    public RequestAsk Ask { get; init; }

    /// <summary>Of <c>arrived</c>: the backend that served the request's session last.</summary>
    public string? Prefers { get; init; }

    /// <summary>Of <c>arrived</c>: the backend that made what the request goes on from.</summary>
    public string? Maker { get; init; }

    /// <summary>Of <c>answered</c>: how the request had been carried over.</summary>
    public Translations Translated { get; init; }

    /// <summary>The board's version.</summary>
    public long? Board { get; init; }

    /// <summary>Per backend id; null where there were too many to note.</summary>
    public IReadOnlyDictionary<string, StoredCandidate>? Candidates { get; init; }

    /// <summary>Why a lease was refused; None when it was granted.</summary>
    public LeaseRefusal Refusal { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    public long? Epoch { get; init; }

    public bool IsProbe { get; init; }

    /// <summary>Number 0 where the fact was written before there were places.</summary>
    public LeasePlace Place { get; init; }

    /// <summary>Of <c>woken</c>: what the pool did up to the offer.</summary>
    public PoolPlace Heard { get; init; }

    public int? Attempt { get; init; }

    public int? Status { get; init; }

    public UpstreamError? Error { get; init; }

    public AttemptVerdict? Verdict { get; init; }

    public long? RetryAfterMs { get; init; }

    /// <summary>Of <c>answered</c>: it refused a key that had been replaced meanwhile, which says nothing of the backend as it
    /// is.</summary>
    public bool IsOutdated { get; init; }

    /// <summary>Of <c>answered</c>: the backend had answered nobody since the attempt was sent.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Of <c>answered</c>: it was refused when a told limit was well used.</summary>
    public bool IsLimitUsed { get; init; }

    public long? Ticket { get; init; }

    public int? Position { get; init; }

    /// <summary>Of <c>full</c>: how many waited.</summary>
    public int? Waiting { get; init; }

    public int? Round { get; init; }

    /// <summary>Of <c>round</c>: whom it asks.</summary>
    public IReadOnlyList<string>? Order { get; init; }

    public string? Code { get; init; }

    /// <summary>Of <c>ended</c>: of the answer. Of <c>queued</c> and <c>full</c>: of the request's body.</summary>
    public long? Bytes { get; init; }

    /// <summary>Of <c>queued</c> and <c>full</c>: bytes of the bodies of the others who waited.</summary>
    public long? Held { get; init; }
}

/// <summary>How one backend stood when it was looked at.</summary>
/// <param name="Load">Attempts in flight, for one that could have been chosen; in an emergency round 0 for one that was open.</param>
/// <param name="Why">What kept it out.</param>
/// <param name="Until">In an emergency round: when it was held to recover.</param>
public readonly record struct StoredCandidate(int? Load, string? Why, DateTimeOffset? Until);
