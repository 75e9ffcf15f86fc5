using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;

namespace Sidecar.Backends;

/// <summary>The messages to a backend and its answers. Every message names its backend and contains only data, so it can be sent to
/// another machine.</summary>
public static class BackendProtocol
{
    /// <summary>Marks the messages, for the serializer and for a shard's message extractor.</summary>
    public interface IBackendMessage
    {
        string BackendId { get; }
    }

    /// <summary>Asks whether this attempt may be sent. Answered with <see cref="LeaseGranted"/> or <see cref="LeaseRefused"/>.</summary>
    /// <param name="BackendId">The backend.</param>
    /// <param name="Lease">Chosen by the asker.</param>
    /// <param name="Attempt">The attempt's number within its request.</param>
    /// <param name="Model">The model after aliases.</param>
    /// <param name="Tokens">The estimated tokens.</param>
    /// <param name="IsEmergency">Cooldowns are ignored, and the emergency's own rate applies.</param>
    public sealed record RequestLease(string BackendId, LeaseKey Lease, int Attempt, string Model, long Tokens, bool IsEmergency)
        : IBackendMessage;

    /// <summary>The attempt may be sent now; it ends with <see cref="CompleteLease"/> or <see cref="ReturnLease"/>.</summary>
    /// <param name="BackendId">The backend that grants it.</param>
    /// <param name="Lease">The requested lease.</param>
    /// <param name="At">When it was granted; the attempt counts from then on.</param>
    /// <param name="Epoch">The number of cooldowns begun so far: separates late answers from current ones.</param>
    /// <param name="IsProbe">The attempt is a probe, whose result others wait for.</param>
    /// <param name="IsClean">A success would change nothing, so it need not be reported before the attempt ends.</param>
    /// <param name="Place">The place of this answer in the backend's own order.</param>
    public sealed record LeaseGranted(string BackendId, LeaseKey Lease, DateTimeOffset At, long Epoch, bool IsProbe, bool IsClean,
        LeasePlace Place = default) : IBackendMessage;

    /// <summary>The attempt may not be sent now.</summary>
    /// <param name="BackendId">The backend that refuses it.</param>
    /// <param name="Lease">The requested lease.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="RetryAt">When to ask again; null if that does not depend on time.</param>
    /// <param name="At">When it was refused.</param>
    /// <param name="Place">The place of this answer in the backend's own order.</param>
    public sealed record LeaseRefused(string BackendId, LeaseKey Lease, LeaseRefusal Reason, DateTimeOffset? RetryAt, DateTimeOffset At,
        LeasePlace Place = default) : IBackendMessage;

    /// <summary>The result of an attempt whose lease continues (a stream that began well). Answered, through the pool, with <see
    /// cref="Pools.PoolProtocol.AttemptNoted"/>.</summary>
    /// <param name="BackendId">The backend.</param>
    /// <param name="Lease">The lease, which continues.</param>
    /// <param name="Report">The result.</param>
    /// <param name="Number">The lease's number, as granted.</param>
    public sealed record ReportAttempt(string BackendId, LeaseKey Lease, AttemptReport Report, long Number = 0) : IBackendMessage;

    /// <summary>An answer's headers say that little is left of a limit: later requests should not have to wait for the attempt's end to
    /// learn that.</summary>
    public sealed record ReportLimits(string BackendId, LeaseKey Lease, IReadOnlyList<NamedBucket> Said) : IBackendMessage;

    /// <summary>An attempt ended: its result, unless reported before, and the tokens it used.</summary>
    /// <param name="BackendId">The backend.</param>
    /// <param name="Lease">The lease, which is returned.</param>
    /// <param name="Report">Null if there is nothing to report.</param>
    /// <param name="Tokens">Null if unknown.</param>
    /// <param name="IsAwaited">The sender waits for <see cref="Pools.PoolProtocol.AttemptNoted"/>, because its next step depends on what
    /// the attempt did to the backend.</param>
    /// <param name="Number">The lease's number, as granted.</param>
    /// <param name="Said">What its headers said about limits, unless reported before; null: nothing.</param>
    public sealed record CompleteLease(string BackendId, LeaseKey Lease, AttemptReport? Report, long? Tokens, bool IsAwaited = false,
        long Number = 0, IReadOnlyList<NamedBucket>? Said = null) : IBackendMessage;

    /// <summary>The lease, if it was granted at all, is not needed; this says nothing about the backend.</summary>
    /// <param name="BackendId">The backend.</param>
    /// <param name="Lease">The lease, which is returned.</param>
    /// <param name="Model">The model after aliases.</param>
    /// <param name="Number">The lease's number; 0 if it is not known whether it was granted.</param>
    public sealed record ReturnLease(string BackendId, LeaseKey Lease, string Model, long Number = 0) : IBackendMessage;

    /// <summary>Answered with <see cref="BackendStatus"/>, once the journal has been read.</summary>
    public sealed record GetStatus(string BackendId) : IBackendMessage;

    /// <summary>Answered with <see cref="Written"/> as soon as the journal has confirmed every event.</summary>
    public sealed record AwaitWritten(string BackendId) : IBackendMessage;

    public sealed record Written(string BackendId) : IBackendMessage;

    /// <summary>An operator makes it rest for this long from now on, whatever its state. Answered with <see
    /// cref="Overridden"/>.</summary>
    /// <param name="Model">Null: the whole backend.</param>
    /// <param name="By">The operator.</param>
    /// <param name="Why">The reason; null if none was given.</param>
    public sealed record Cool(string BackendId, string? Model, TimeSpan Length, string By, string? Why) : IBackendMessage;

    /// <summary>An operator ends its rests. Answered with <see cref="Overridden"/>.</summary>
    /// <param name="Model">Null: all of them.</param>
    public sealed record EndRests(string BackendId, string? Model, string By, string? Why) : IBackendMessage;

    /// <summary>The operator's command is in force and on its way to the journal.</summary>
    /// <param name="Events">The number of events that it produced.</param>
    public sealed record Overridden(string BackendId, int Events) : IBackendMessage;

    /// <summary>A backend's present state.</summary>
    /// <param name="BackendId">The backend that answers.</param>
    /// <param name="State">Its rests.</param>
    /// <param name="InFlight">Attempts in flight.</param>
    /// <param name="StartedInWindow">Requests started in the last 60 s; 0 if there is no rpm limit.</param>
    /// <param name="StartedToday">Requests started in its current day.</param>
    /// <param name="UnwrittenEvents">Events that the journal has not yet confirmed.</param>
    /// <param name="At">When it answered: <paramref name="State"/> includes every event up to then, and no later one.</param>
    public sealed record BackendStatus(
        string BackendId, BackendState State, int InFlight, int StartedInWindow, int UnwrittenEvents, DateTimeOffset At,
        long StartedToday = 0) : IBackendMessage;
}
