using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Audit;

/// <summary>One thing that a walk did or learned, explained.</summary>
public abstract record WalkStep(DateTimeOffset At);

/// <summary>A backend was looked for.</summary>
/// <param name="Backend">The one that was chosen; null when there was none.</param>
/// <param name="Board">The version of what was known.</param>
/// <param name="Candidates">Null where there were too many to note.</param>
public sealed record PickStep(DateTimeOffset At, string? Backend, long? Board, IReadOnlyList<Candidate>? Candidates) : WalkStep(At);

/// <summary>How one backend stood when it was looked at.</summary>
/// <param name="Load">Attempts in flight; null when it was kept out.</param>
/// <param name="Excluded">What kept it out, by its stored name.</param>
/// <param name="Because">The same in a sentence.</param>
/// <param name="Until">When it was held to recover, where that was noted or the journal tells.</param>
/// <param name="Rest">The event behind it.</param>
public sealed record Candidate(string Backend, int? Load, string? Excluded, string? Because, DateTimeOffset? Until, CooldownCause? Rest);

/// <summary>An emergency round began.</summary>
/// <param name="Order">Whom it asks.</param>
public sealed record RoundStep(DateTimeOffset At, int? Round, IReadOnlyList<string> Order, IReadOnlyList<Candidate>? Candidates)
    : WalkStep(At);

/// <summary>A backend granted a lease, or refused it.</summary>
public sealed record LeaseStep(
    DateTimeOffset At, string Backend, LeaseRefusal Refusal, string Because, DateTimeOffset? RetryAt, long? Epoch, bool IsProbe,
        CooldownCause? Rest) : WalkStep(At);

/// <summary>An attempt was sent, and answered unless <paramref name="AnsweredAt"/> is null.</summary>
/// <param name="SentAt">When its lease was granted; null where that was not noted.</param>
/// <param name="Meaning">What came of it, in a sentence.</param>
/// <param name="Caused">What it left in the journal.</param>
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
    /// <summary>How the request had been carried over; None: it was sent as it is.</summary>
    public Translations Translated { get; init; }
}

/// <summary>What the ledger knows of an attempt; null is unknown.</summary>
public sealed record AttemptFigures(
    int Number, string Pool, string? ErrorClass, double LatencyMs, double? FirstTokenMs, long? PromptTokens, long? CompletionTokens,
        long? TotalTokens, decimal? Cost);

/// <summary>The request stood in the queue of primary-wait.</summary>
public sealed record QueuedStep(DateTimeOffset At, long? Ticket, int? Position) : WalkStep(At);

/// <summary>The queue of primary-wait was full.</summary>
/// <param name="Held">Bytes of the bodies of those who stood in it.</param>
public sealed record QueueFullStep(DateTimeOffset At, int? Waiting, long? Held = null) : WalkStep(At);

/// <summary>A wait was not begun, for it could not have ended well.</summary>
/// <param name="Earliest">The earliest recovery known; null: none was.</param>
public sealed record WaitForegoneStep(DateTimeOffset At, DateTimeOffset? Earliest) : WalkStep(At);

/// <summary>It was woken, because a backend may have had room.</summary>
/// <param name="Waited">Since it was queued, or since the last lease that it was refused.</param>
/// <param name="Because">What made the backend available, in a sentence.</param>
/// <param name="Freed">The event that did; null where the journal does not tell.</param>
public sealed record WokenStep(DateTimeOffset At, long? Ticket, string Backend, TimeSpan Waited, string Because, JournalledEvent? Freed)
    : WalkStep(At);

/// <summary>A fact of a kind that a later version introduced.</summary>
public sealed record OtherStep(DateTimeOffset At, string Kind) : WalkStep(At);
