using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;

namespace Sidecar.Backends;

/// <summary>What a backend is asked and answers. Every message names its backend and holds only data, so that it can be sent to another
/// machine.</summary>
public static class BackendProtocol
{
    /// <summary>Marks the messages, for the serializer and for a shard's message extractor.</summary>
    public interface IBackendMessage
    {
        string BackendId { get; }
    }

    /// <summary>May this attempt be sent? Answered with <see cref="LeaseGranted"/> or <see cref="LeaseRefused"/>.</summary>
    /// <param name="BackendId">Whom it is for.</param>
    /// <param name="Lease">Chosen by the asker.</param>
    /// <param name="Attempt">The number that the attempt will have within its request.</param>
    /// <param name="Model">After aliases.</param>
    /// <param name="Tokens">The estimate of what it will use.</param>
    /// <param name="IsEmergency">Cooling does not matter, the emergency's own rate does.</param>
    public sealed record RequestLease(string BackendId, LeaseKey Lease, int Attempt, string Model, long Tokens, bool IsEmergency)
        : IBackendMessage;

    /// <summary>The attempt may be sent now; it ends with <see cref="CompleteLease"/> or <see cref="ReturnLease"/>.</summary>
    /// <param name="BackendId">Who grants it.</param>
    /// <param name="Lease">As asked.</param>
    /// <param name="At">When it was granted; the attempt counts from here.</param>
    /// <param name="Epoch">Cooldowns begun so far: tells a late answer from a fresh one.</param>
    /// <param name="IsProbe">Others wait for what comes of it.</param>
    /// <param name="IsClean">A success would be no news, so that it need not be told before the attempt ends.</param>
    /// <param name="Place">Where the answer stands in the backend's own order.</param>
    public sealed record LeaseGranted(string BackendId, LeaseKey Lease, DateTimeOffset At, long Epoch, bool IsProbe, bool IsClean,
        LeasePlace Place = default) : IBackendMessage;

    /// <summary>The attempt may not be sent now.</summary>
    /// <param name="BackendId">Who refuses it.</param>
    /// <param name="Lease">As asked.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="RetryAt">When to ask again; null when that is not a matter of time.</param>
    /// <param name="At">When it was refused.</param>
    /// <param name="Place">Where the answer stands in the backend's own order.</param>
    public sealed record LeaseRefused(string BackendId, LeaseKey Lease, LeaseRefusal Reason, DateTimeOffset? RetryAt, DateTimeOffset At,
        LeasePlace Place = default) : IBackendMessage;

    /// <summary>What became of an attempt whose lease goes on (a stream that began well). Answered, by way of the pool, with
    /// <see cref="Pools.PoolProtocol.AttemptNoted"/>.</summary>
    /// <param name="BackendId">Whose it is.</param>
    /// <param name="Lease">The lease, which goes on.</param>
    /// <param name="Report">What became of it.</param>
    /// <param name="Number">The lease's place, as it was granted.</param>
    public sealed record ReportAttempt(string BackendId, LeaseKey Lease, AttemptReport Report, long Number = 0) : IBackendMessage;

    /// <summary>An attempt's answer says that little is left of a limit: those who come next should not wait for its end to hear of
    /// it.</summary>
    public sealed record ReportLimits(string BackendId, LeaseKey Lease, IReadOnlyList<NamedBucket> Said) : IBackendMessage;

    /// <summary>An attempt ended: what became of it, if that was not told before, and what it used.</summary>
    /// <param name="BackendId">Whose it was.</param>
    /// <param name="Lease">The lease, which goes back.</param>
    /// <param name="Report">Null when there is nothing to tell.</param>
    /// <param name="Tokens">Null when unknown.</param>
    /// <param name="IsAwaited">The sender waits for <see cref="Pools.PoolProtocol.AttemptNoted"/>: it decides next by what the attempt did
    /// to the backend.</param>
    /// <param name="Number">The lease's place, as it was granted.</param>
    /// <param name="Said">What its headers said of limits, if that was not told before; null: nothing.</param>
    public sealed record CompleteLease(string BackendId, LeaseKey Lease, AttemptReport? Report, long? Tokens, bool IsAwaited = false,
        long Number = 0, IReadOnlyList<NamedBucket>? Said = null) : IBackendMessage;

    /// <summary>The lease is not needed, if it was ever granted; says nothing about the backend.</summary>
    /// <param name="BackendId">Whose it is.</param>
    /// <param name="Lease">The lease, which goes back.</param>
    /// <param name="Model">After aliases.</param>
    /// <param name="Number">The lease's place; 0 when it is not known to be granted.</param>
    public sealed record ReturnLease(string BackendId, LeaseKey Lease, string Model, long Number = 0) : IBackendMessage;

    /// <summary>Answered with <see cref="BackendStatus"/>, once the journal has been read.</summary>
    public sealed record GetStatus(string BackendId) : IBackendMessage;

    /// <summary>Answered with <see cref="Written"/> as soon as the journal has confirmed every event.</summary>
    public sealed record AwaitWritten(string BackendId) : IBackendMessage;

    public sealed record Written(string BackendId) : IBackendMessage;

    /// <summary>An operator has it rest for so long from now, whatever it did before. Answered with <see cref="Overridden"/>.</summary>
    /// <param name="Model">Null: the whole backend.</param>
    /// <param name="By">Who.</param>
    /// <param name="Why">What for; null when that was not said.</param>
    public sealed record Cool(string BackendId, string? Model, TimeSpan Length, string By, string? Why) : IBackendMessage;

    /// <summary>An operator ends its rests. Answered with <see cref="Overridden"/>.</summary>
    /// <param name="Model">Null: all of them.</param>
    public sealed record EndRests(string BackendId, string? Model, string By, string? Why) : IBackendMessage;

    /// <summary>The operator's word counts, and is on its way to the journal.</summary>
    /// <param name="Events">How many it led to.</param>
    public sealed record Overridden(string BackendId, int Events) : IBackendMessage;

    /// <summary>How the backend fares.</summary>
    /// <param name="BackendId">Who answers.</param>
    /// <param name="State">Its rests.</param>
    /// <param name="InFlight">Attempts in flight.</param>
    /// <param name="StartedInWindow">Requests started in the last 60 s; 0 where there is no rpm limit.</param>
    /// <param name="StartedToday">Requests started in its day.</param>
    /// <param name="UnwrittenEvents">Events that the journal has not yet confirmed.</param>
    /// <param name="At">When it answered: every event up to here is in <paramref name="State"/>, none after it.</param>
    public sealed record BackendStatus(
        string BackendId, BackendState State, int InFlight, int StartedInWindow, int UnwrittenEvents, DateTimeOffset At,
        long StartedToday = 0) : IBackendMessage;
}
