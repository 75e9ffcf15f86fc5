using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>One thing that a walk learned. All of them in order, with the policy in force and the journal, give each of its decisions
/// again.</summary>
public abstract record WalkFact(DateTimeOffset At);

/// <summary>The request came.</summary>
/// <param name="Tokens">The estimate that limits are asked with.</param>
/// <param name="RequestNumber">Its number, for round robin.</param>
/// <param name="Seed">Of its chance: the n-th pick used the n-th number.</param>
public sealed record RequestArrived(DateTimeOffset At, string RequestId, string Model, bool Stream, long Tokens, string? Client,
    long RequestNumber, ulong Seed) : WalkFact(At)
{
    /// <summary>The part of <see cref="Tokens"/> that is the request itself.</summary>
    public long Input { get; init; } = Tokens;

    /// <summary>By which the backends are told that can take it.</summary>
    public RequestAsk Ask { get; init; }

    /// <summary>The backend that served its session last; null: none is known.</summary>
    public string? Prefers { get; init; }

    /// <summary>The backend that made what it goes on from, and that alone can go on; null: none is known, or nothing is gone on
    /// from.</summary>
    public string? Maker { get; init; }
}

/// <summary>A backend was looked for.</summary>
/// <param name="Board">What was known then.</param>
/// <param name="Excluded">Those that had failed or refused this request.</param>
/// <param name="Loads">Per backend, by index: attempts in flight, or -1 when its limits were known to be used up; null when there were too
/// many backends to note.</param>
/// <param name="Chosen">Its index; -1 when there was none.</param>
public sealed record BackendPicked(DateTimeOffset At, RequestPhase Phase, RoutingBoard Board, BackendSet Excluded, int[]? Loads, int Chosen)
    : WalkFact(At);

/// <summary>A backend answered a request for a lease.</summary>
/// <param name="At">By the backend's own clock.</param>
/// <param name="Epoch">Cooldowns it had begun; null when refused.</param>
/// <param name="Place">Where the answer stands in the backend's own order.</param>
public sealed record LeaseAnswered(
    DateTimeOffset At, RequestPhase Phase, string Backend, LeaseRefusal Refusal, DateTimeOffset? RetryAt, long? Epoch, bool IsProbe,
        LeasePlace Place = default) : WalkFact(At);

/// <summary>An upstream answered, or failed to.</summary>
/// <param name="IsOutdated">It refused a key that had been replaced meanwhile, which says nothing of the backend as it is.</param>
/// <param name="IsSilent">The attempt's time passed, and its backend has answered nobody since it was sent.</param>
/// <param name="IsLimitUsed">It was refused when a told limit was used so far that this is no surprise.</param>
public sealed record UpstreamAnswered(DateTimeOffset At, RequestPhase Phase, string Backend, int Attempt, int? Status, UpstreamError? Error,
    AttemptVerdict Verdict, long? RetryAfterMs, bool IsOutdated = false, bool IsSilent = false,
    bool IsLimitUsed = false) : WalkFact(At)
{
    /// <summary>How the request was carried over for this attempt; None: it was sent as it is.</summary>
    public Translations Translated { get; init; }
}

/// <summary>The request stands in the queue of primary-wait.</summary>
/// <param name="Bytes">Of its body.</param>
/// <param name="Held">Bytes of the bodies of all others who stood in it.</param>
internal sealed record WaitBegan(DateTimeOffset At, long Ticket, int Position, long Bytes = 0, long Held = 0) : WalkFact(At);

/// <summary>The queue of primary-wait was full.</summary>
/// <param name="Waiting">How many stood in it.</param>
/// <param name="Bytes">Of the request's body.</param>
/// <param name="Held">Bytes of the bodies of those who stood in it.</param>
internal sealed record WaitRefused(DateTimeOffset At, int Waiting, long Bytes = 0, long Held = 0) : WalkFact(At);

/// <summary>A wait was not begun, for it could not have ended well: nothing was in flight at any backend that it could wait for.</summary>
/// <param name="Earliest">The earliest recovery known, behind the end of the wait; null: none was.</param>
internal sealed record WaitForegone(DateTimeOffset At, DateTimeOffset? Earliest) : WalkFact(At);

/// <summary>A round of the emergency phase began.</summary>
/// <param name="Round">From 1.</param>
/// <param name="Board">What was known then.</param>
/// <param name="Refused">Backends whose credentials were refused this request meanwhile.</param>
/// <param name="Order">Whom it asks, by index; empty when there is none.</param>
internal sealed record RoundBegan(DateTimeOffset At, int Round, RoutingBoard Board, BackendSet Refused, IReadOnlyList<int> Order)
    : WalkFact(At);

/// <summary>It was woken, because a backend may have room.</summary>
/// <param name="At">By the pool's own clock.</param>
/// <param name="Ticket">Its place in the queue.</param>
/// <param name="Backend">Which it may try.</param>
/// <param name="Place">Where the offer stands in the pool's order.</param>
internal sealed record WaitWoken(DateTimeOffset At, long Ticket, string Backend, PoolPlace Place = default) : WalkFact(At);

/// <summary>The walk ended.</summary>
/// <param name="Status">What the client was given; 0 when it hung up first.</param>
/// <param name="Code">The refusal's code, or how the relay ended.</param>
/// <param name="Told">What an event of the stream said after its good beginning; null: nothing.</param>
/// <param name="RetryAfterMs">The time that it named.</param>
public sealed record WalkEnded(
    DateTimeOffset At, int Status, string Code, long Bytes, AttemptVerdict? Told = null, long? RetryAfterMs = null) : WalkFact(At);
