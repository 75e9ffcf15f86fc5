using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Cooldowns;

/// <summary>Something that happened to a backend. Immutable, with its own instant; replaying them all gives the backend's state.</summary>
public interface IBackendEvent
{
    DateTimeOffset At { get; }

    Cause Cause { get; }
}

/// <summary>What made an event: the request and attempt, and what the upstream said. Never a key, a prompt or a body.</summary>
/// <param name="RequestId">Null when no request was involved (an expiry, an operator).</param>
/// <param name="Attempt">1-based number of the attempt within its request; 0 when there is none.</param>
/// <param name="Status">HTTP status of the upstream's answer; null when there was none.</param>
/// <param name="Error">Side and stage of a failure without an answer, else null.</param>
/// <param name="RetryAfterMs">The rest that the upstream asked for, in milliseconds, as read and before any cap; null when it named
/// none.</param>
/// <param name="By">The operator, when one acted.</param>
/// <param name="Why">What that operator said it was for.</param>
public sealed record Cause(string? RequestId, int Attempt = 0, int? Status = null, string? Error = null, long? RetryAfterMs = null,
    string? By = null, string? Why = null);

/// <summary>The journal's events. Their manifests and field names are storage formats: they may gain optional fields, never lose or rename
/// one.</summary>
/// <remarks><c>Model</c> is null for the whole backend, else the one model that the event is about (cooldown-scope = model).</remarks>
public static class CooldownEvents
{
    public static class V1
    {
        /// <summary>The backend rests until <paramref name="Until"/>. Also written when it rests already and the new cause counts:
        /// <paramref name="Streak"/> is the number of 429s in a row, this one included.</summary>
        public sealed record CooldownStarted(DateTimeOffset At, string? Model, CooldownReason Reason, DateTimeOffset Until, int Streak,
            int Failures, Cause Cause) : IBackendEvent;

        /// <summary>A late answer, sent before the present cooldown began, asked for a longer rest; it raises no streak.</summary>
        public sealed record CooldownExtended(DateTimeOffset At, string? Model, DateTimeOffset Until, Cause Cause) : IBackendEvent;

        /// <summary>The rest is over. After an expiry the backend is probed first; after an operator's word it is available at
        /// once.</summary>
        public sealed record CooldownEnded(DateTimeOffset At, string? Model, bool ByOperator, Cause Cause) : IBackendEvent;

        /// <summary>One request was let through to see whether the backend is well again; no other before
        /// <paramref name="Until"/>.</summary>
        public sealed record ProbeLeased(DateTimeOffset At, string? Model, DateTimeOffset Until, Cause Cause) : IBackendEvent;

        /// <summary>The upstream said that it does not have this model: it is not asked for it before <paramref name="Until"/>, and does
        /// not rest.</summary>
        /// <remarks>By an operator's word <c>Until</c> is the event's own instant.</remarks>
        public sealed record ModelLeftOut(DateTimeOffset At, string Model, DateTimeOffset Until, Cause Cause) : IBackendEvent;

        /// <summary>The probe ended without a verdict (its client hung up): another may be sent.</summary>
        public sealed record ProbeReleased(DateTimeOffset At, string? Model, Cause Cause) : IBackendEvent;

        /// <summary>The backend answered well: it is available again.</summary>
        public sealed record ProbeClosed(DateTimeOffset At, string? Model, Cause Cause) : IBackendEvent;

        /// <summary>A success lowered the streak of 429s to <paramref name="Streak"/>.</summary>
        public sealed record StreakReset(DateTimeOffset At, string? Model, int Streak, Cause Cause) : IBackendEvent;

        /// <summary>The <paramref name="Failures"/>-th failure in a row, not yet enough to rest.</summary>
        public sealed record FailureCounted(DateTimeOffset At, int Failures, Cause Cause) : IBackendEvent;

        /// <summary>A limit of the upstream that its refusals show: from now on no more is started than it admits. Null: none is known any
        /// more.</summary>
        public sealed record LimitLearned(DateTimeOffset At, string? Model, LearnedLimit? Limit, Cause Cause) : IBackendEvent;

        /// <summary>A success ended a row of failures.</summary>
        public sealed record FailuresCleared(DateTimeOffset At, Cause Cause) : IBackendEvent;

        /// <summary>Walks entered their emergency phase. Kept under the persistence id <c>emergency</c>, for it belongs to no one
        /// backend.</summary>
        /// <param name="Model">That of the first of them.</param>
        /// <param name="Cause">The first of them.</param>
        /// <param name="Activations">How many, in the second up to <paramref name="At"/>.</param>
        public sealed record EmergencyActivated(DateTimeOffset At, string Model, Cause Cause, int Activations = 1) : IBackendEvent;
    }
}
