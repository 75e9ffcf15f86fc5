using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>One thing that a walk learned. All facts in order, with the policy in force and the journal, reproduce each of the walk's
/// decisions.</summary>
public abstract record WalkFact(DateTimeOffset At);

/// <summary>The request arrived.</summary>
/// <param name="Tokens">The token estimate that limits are checked with.</param>
/// <param name="RequestNumber">Its number, for round robin.</param>
/// <param name="Seed">The seed of its random numbers: the n-th pick used the n-th number.</param>
public sealed record RequestArrived(DateTimeOffset At, string RequestId, string Model, bool Stream, long Tokens, string? Client,
    long RequestNumber, ulong Seed) : WalkFact(At)
{
    /// <summary>The part of <see cref="Tokens"/> that is the request itself.</summary>
    public long Input { get; init; } = Tokens;

    /// <summary>The requested API, which determines the backends that can take it.</summary>
    public RequestAsk Ask { get; init; }

    /// <summary>The backend that served its session last; null if none is known.</summary>
    public string? Prefers { get; init; }

    /// <summary>Stands for a maker that is not known; no backend's id, which begins with a letter or a digit.</summary>
    public const string UnknownMaker = "?";

    /// <summary>The only backend that can serve it, because it made the earlier answer or object to which the request refers; null if
    /// the request refers to nothing.</summary>
    public string? Maker { get; init; }

    /// <summary>It refers to an object, but nobody knows whose: the backends are asked in their order, whatever the strategy.</summary>
    public bool SeeksMaker => Maker == UnknownMaker;
}

/// <summary>A pick was made.</summary>
/// <param name="Board">The board at that time.</param>
/// <param name="Excluded">The backends that had failed or refused this request.</param>
/// <param name="Loads">By backend index: attempts in flight, or -1 if its limits were known to be used up; null if there were too many
/// backends to record.</param>
/// <param name="Chosen">The backend's index; -1 if there was none.</param>
public sealed record BackendPicked(DateTimeOffset At, RequestPhase Phase, RoutingBoard Board, BackendSet Excluded, int[]? Loads, int Chosen)
    : WalkFact(At);

/// <summary>A backend answered a request for a lease.</summary>
/// <param name="At">The time on the backend's own clock.</param>
/// <param name="Epoch">The number of cooldowns it had begun; null if it refused.</param>
/// <param name="Place">The place of this answer in the backend's own order.</param>
public sealed record LeaseAnswered(
    DateTimeOffset At, RequestPhase Phase, string Backend, LeaseRefusal Refusal, DateTimeOffset? RetryAt, long? Epoch, bool IsProbe,
        LeasePlace Place = default) : WalkFact(At);

/// <summary>An upstream answered, or failed to.</summary>
/// <param name="IsOutdated">The refused key had been replaced meanwhile, so the refusal says nothing about the backend's present
/// key.</param>
/// <param name="IsSilent">The attempt timed out, and the backend has answered no request since it was sent.</param>
/// <param name="IsLimitUsed">A configured limit was at least half used, so the refusal is no surprise.</param>
public sealed record UpstreamAnswered(DateTimeOffset At, RequestPhase Phase, string Backend, int Attempt, int? Status, UpstreamError? Error,
    AttemptVerdict Verdict, long? RetryAfterMs, bool IsOutdated = false, bool IsSilent = false,
    bool IsLimitUsed = false) : WalkFact(At)
{
    /// <summary>It was cut off when it had had its share of the deadline, so that another backend could still be asked.</summary>
    public bool IsShareOver { get; init; }

    /// <summary>How the request was translated for this attempt; None: it was sent unchanged.</summary>
    public Translations Translated { get; init; }
}

/// <summary>The request got a place in the queue of primary-wait.</summary>
/// <param name="Bytes">The size of its body.</param>
/// <param name="Held">The total size of the other waiting bodies.</param>
internal sealed record WaitBegan(DateTimeOffset At, long Ticket, int Position, long Bytes = 0, long Held = 0) : WalkFact(At);

/// <summary>The queue of primary-wait was full.</summary>
/// <param name="Waiting">How many requests were in it.</param>
/// <param name="Bytes">The size of the request's body.</param>
/// <param name="Held">The total size of the waiting bodies.</param>
internal sealed record WaitRefused(DateTimeOffset At, int Waiting, long Bytes = 0, long Held = 0) : WalkFact(At);

/// <summary>The request did not wait, because that could not have succeeded: no backend it could wait for had an attempt in
/// flight.</summary>
/// <param name="Earliest">The earliest recovery known, later than the end of the wait; null: none was known.</param>
internal sealed record WaitForegone(DateTimeOffset At, DateTimeOffset? Earliest) : WalkFact(At);

/// <summary>A round of the emergency phase began.</summary>
/// <param name="Round">From 1.</param>
/// <param name="Board">The board at that time.</param>
/// <param name="Refused">The backends that refused their credentials during this request.</param>
/// <param name="Order">The backends in the order in which they are asked, by index; empty if there is none.</param>
internal sealed record RoundBegan(DateTimeOffset At, int Round, RoutingBoard Board, BackendSet Refused, IReadOnlyList<int> Order)
    : WalkFact(At);

/// <summary>The waiter was woken, because a backend may have capacity.</summary>
/// <param name="At">The time on the pool's own clock.</param>
/// <param name="Ticket">Its place in the queue.</param>
/// <param name="Backend">The backend that it may try.</param>
/// <param name="Place">The place of the offer in the pool's order.</param>
internal sealed record WaitWoken(DateTimeOffset At, long Ticket, string Backend, PoolPlace Place = default) : WalkFact(At);

/// <summary>The walk ended.</summary>
/// <param name="Status">The status that the client got; 0 if it hung up first.</param>
/// <param name="Code">The refusal's code, or how the relay ended.</param>
/// <param name="Told">The error that the stream reported after a good beginning; null: none.</param>
/// <param name="RetryAfterMs">The retry time named in that error.</param>
public sealed record WalkEnded(
    DateTimeOffset At, int Status, string Code, long Bytes, AttemptVerdict? Told = null, long? RetryAfterMs = null) : WalkFact(At);
