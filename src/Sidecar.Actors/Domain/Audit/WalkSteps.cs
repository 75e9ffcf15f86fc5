using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Audit;

/// <summary>One thing that a walk did or learned, with its explanation.</summary>
public abstract record WalkStep(DateTimeOffset At);

/// <summary>A pick was made.</summary>
/// <param name="Backend">The chosen backend; null if there was none.</param>
/// <param name="Board">The version of the board.</param>
/// <param name="Candidates">Null if there were too many to record.</param>
public sealed record PickStep(DateTimeOffset At, string? Backend, long? Board, IReadOnlyList<Candidate>? Candidates) : WalkStep(At);

/// <summary>How one backend stood at that time.</summary>
/// <param name="Load">Attempts in flight; null if it was excluded.</param>
/// <param name="Excluded">Why it was excluded, by its stored name.</param>
/// <param name="Because">The same in a sentence.</param>
/// <param name="Until">Its expected recovery, if the facts or the journal tell.</param>
/// <param name="Rest">The event behind it.</param>
public sealed record Candidate(string Backend, int? Load, string? Excluded, string? Because, DateTimeOffset? Until, CooldownCause? Rest);

/// <summary>An emergency round began.</summary>
/// <param name="Order">The backends in the order in which they are asked.</param>
public sealed record RoundStep(DateTimeOffset At, int? Round, IReadOnlyList<string> Order, IReadOnlyList<Candidate>? Candidates)
    : WalkStep(At);

/// <summary>A backend granted a lease, or refused it.</summary>
public sealed record LeaseStep(
    DateTimeOffset At, string Backend, LeaseRefusal Refusal, string Because, DateTimeOffset? RetryAt, long? Epoch, bool IsProbe,
        CooldownCause? Rest) : WalkStep(At);

/// <summary>An attempt was sent, and answered unless <paramref name="AnsweredAt"/> is null.</summary>
/// <param name="SentAt">When its lease was granted; null if that was not recorded.</param>
/// <param name="Meaning">Its result, in a sentence.</param>
/// <param name="Caused">The events that it caused in the journal.</param>
/// <param name="Figures">Its row in the ledger; null until it has one.</param>
public sealed record AttemptStep(
    DateTimeOffset At,
    int Number,
    string Backend,
    DateTimeOffset? SentAt,
    DateTimeOffset? AnsweredAt,
    int? Status,
    UpstreamError? Error,
    AttemptVerdict? Verdict,
    string Meaning,
    long? RetryAfterMs,
    IReadOnlyList<JournalledEvent> Caused,
    AttemptFigures? Figures) : WalkStep(At)
{
    /// <summary>How the request was translated; None: it was sent unchanged.</summary>
    public Translations Translated { get; init; }
}

/// <summary>What the ledger knows about an attempt; null means unknown.</summary>
public sealed record AttemptFigures(
    int Number, string Pool, string? ErrorClass, double LatencyMs, double? FirstTokenMs, long? PromptTokens, long? CompletionTokens,
        long? TotalTokens, decimal? Cost);

/// <summary>The request got a place in the queue of primary-wait.</summary>
public sealed record QueuedStep(DateTimeOffset At, long? Ticket, int? Position) : WalkStep(At);

/// <summary>The queue of primary-wait was full.</summary>
/// <param name="Held">The total size of the waiting bodies.</param>
public sealed record QueueFullStep(DateTimeOffset At, int? Waiting, long? Held = null) : WalkStep(At);

/// <summary>The request did not wait, because that could not have succeeded.</summary>
/// <param name="Earliest">The earliest recovery known; null: none was known.</param>
public sealed record WaitForegoneStep(DateTimeOffset At, DateTimeOffset? Earliest) : WalkStep(At);

/// <summary>The waiter was woken, because a backend might have capacity.</summary>
/// <param name="Waited">The time since it was queued, or since it was last refused a lease.</param>
/// <param name="Because">What made the backend available, in a sentence.</param>
/// <param name="Freed">The event that did this; null if the journal does not tell.</param>
public sealed record WokenStep(DateTimeOffset At, long? Ticket, string Backend, TimeSpan Waited, string Because, JournalledEvent? Freed)
    : WalkStep(At);

/// <summary>A fact of a kind that a later version introduced.</summary>
public sealed record OtherStep(DateTimeOffset At, string Kind) : WalkStep(At);
