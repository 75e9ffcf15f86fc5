using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Cooldowns;

/// <summary>Something that happened to a backend. Immutable, with its own instant; replaying all events gives the backend's
/// state.</summary>
public interface IBackendEvent
{
    DateTimeOffset At { get; }

    Cause Cause { get; }
}

/// <summary>What caused an event: the request and attempt, and what the upstream said. Never a key, a prompt or a body.</summary>
/// <param name="RequestId">Null if no request was involved (an expiry, an operator).</param>
/// <param name="Attempt">1-based number of the attempt within its request; 0 if there is none.</param>
/// <param name="Status">HTTP status of the upstream's answer; null if there was none.</param>
/// <param name="Error">Side and stage of a failure without an answer, else null.</param>
/// <param name="RetryAfterMs">The rest that the upstream asked for, in milliseconds, before any cap; null if it named none.</param>
/// <param name="By">The operator, if one acted.</param>
/// <param name="Why">The operator's reason.</param>
public sealed record Cause(string? RequestId, int Attempt = 0, int? Status = null, string? Error = null, long? RetryAfterMs = null,
    string? By = null, string? Why = null);

/// <summary>The journal's events. Their manifests and field names are storage formats: optional fields may be added, but none removed or
/// renamed.</summary>
/// <remarks><c>Model</c> is null for the whole backend, else the model that the event is about (cooldown-scope = model).</remarks>
public static class CooldownEvents
{
    public static class V1
    {
        /// <summary>The backend rests until <paramref name="Until"/>. Also written if it already rests and the new cause counts:
        /// <paramref name="Streak"/> is the number of consecutive 429s, including this one.</summary>
        public sealed record CooldownStarted(DateTimeOffset At, string? Model, CooldownReason Reason, DateTimeOffset Until, int Streak,
            int Failures, Cause Cause) : IBackendEvent;

        /// <summary>A late answer, whose attempt was sent before the present cooldown began, asked for a longer rest; the streak
        /// stays.</summary>
        public sealed record CooldownExtended(DateTimeOffset At, string? Model, DateTimeOffset Until, Cause Cause) : IBackendEvent;

        /// <summary>The rest is over. After an expiry the backend is probed first; if an operator ended it, it is available at
        /// once.</summary>
        public sealed record CooldownEnded(DateTimeOffset At, string? Model, bool ByOperator, Cause Cause) : IBackendEvent;

        /// <summary>One request was let through as a probe; no other before <paramref name="Until"/>.</summary>
        public sealed record ProbeLeased(DateTimeOffset At, string? Model, DateTimeOffset Until, Cause Cause) : IBackendEvent;

        /// <summary>The upstream said that it lacks this model: it gets no requests for it before <paramref name="Until"/>, but does not
        /// rest.</summary>
        /// <remarks>If an operator ended this, <c>Until</c> is the event's own instant.</remarks>
        public sealed record ModelLeftOut(DateTimeOffset At, string Model, DateTimeOffset Until, Cause Cause) : IBackendEvent;

        /// <summary>The probe ended without a verdict (its client hung up): another may be sent.</summary>
        public sealed record ProbeReleased(DateTimeOffset At, string? Model, Cause Cause) : IBackendEvent;

        /// <summary>The probe succeeded: the backend is available again.</summary>
        public sealed record ProbeClosed(DateTimeOffset At, string? Model, Cause Cause) : IBackendEvent;

        /// <summary>A success lowered the streak of 429s to <paramref name="Streak"/>.</summary>
        public sealed record StreakReset(DateTimeOffset At, string? Model, int Streak, Cause Cause) : IBackendEvent;

        /// <summary>The <paramref name="Failures"/>-th consecutive failure, not yet enough for a rest.</summary>
        public sealed record FailureCounted(DateTimeOffset At, int Failures, Cause Cause) : IBackendEvent;

        /// <summary>A limit shown by the upstream's refusals: from now on no more requests are started than it admits. Null: none is
        /// known any more.</summary>
        public sealed record LimitLearned(DateTimeOffset At, string? Model, LearnedLimit? Limit, Cause Cause) : IBackendEvent;

        /// <summary>A success reset the count of consecutive failures.</summary>
        public sealed record FailuresCleared(DateTimeOffset At, Cause Cause) : IBackendEvent;

        /// <summary>Requests entered their emergency phase. Stored under the persistence id <c>emergency</c>, because it belongs to no
        /// single backend.</summary>
        /// <param name="Model">The model of the first of them.</param>
        /// <param name="Cause">The first of them.</param>
        /// <param name="Activations">How many there were in the second up to <paramref name="At"/>.</param>
        public sealed record EmergencyActivated(DateTimeOffset At, string Model, Cause Cause, int Activations = 1) : IBackendEvent;
    }
}
