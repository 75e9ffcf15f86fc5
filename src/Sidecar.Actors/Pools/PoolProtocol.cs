using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Pools;

/// <summary>What the pool is told, and what it tells those who wait.</summary>
public static class PoolProtocol
{
    /// <summary>A backend's state changed, or room was made on it.</summary>
    /// <param name="BackendId">Whose it is.</param>
    /// <param name="State">As it is now.</param>
    /// <param name="Events">How many events led to it.</param>
    public sealed record BackendChanged(string BackendId, BackendState State, long Events = 0);

    /// <summary>Other backends, pools or aliases from now on. Answered with <see cref="CatalogReplaced"/> when the board shows
    /// them.</summary>
    /// <param name="Catalog">Made by <see cref="BackendCatalog.Become"/> of the board's.</param>
    /// <param name="Newcomers">The gauges of the backends that it adds, in order.</param>
    public sealed record ReplaceCatalog(BackendCatalog Catalog, IReadOnlyList<BackendLoad> Newcomers);

    /// <param name="Version">Of the board that shows them first.</param>
    /// <param name="At">Since when.</param>
    public sealed record CatalogReplaced(long Version, DateTimeOffset At);

    /// <summary>The board shows what the attempt of this lease did to its backend. Sent by the backend behind its own change, and passed on
    /// to the sender as it is.</summary>
    public sealed record AttemptNoted(LeaseKey Lease);

    /// <summary>Queue the sender for a backend that has no room yet. Answered at once with <see cref="Queued"/> or
    /// <see cref="QueueFull"/>.</summary>
    /// <param name="Ticket">Null on the first time; then the one it was given, which keeps its place.</param>
    /// <param name="Model">After aliases.</param>
    /// <param name="NotBefore">By backend index: those that failed the request a moment ago, and when it may try them again.</param>
    /// <param name="RequestId">For those who look at the queue.</param>
    /// <param name="Since">When it first began to wait; for the same.</param>
    /// <param name="Until">When it gives up at the latest; for the same.</param>
    /// <param name="Client">Whose it is; null where no client keys are asked for.</param>
    /// <param name="Bytes">Of its body, which is held meanwhile.</param>
    public sealed record JoinQueue(long? Ticket, string Model, IReadOnlyDictionary<int, DateTimeOffset> NotBefore, string RequestId = "",
        DateTimeOffset Since = default, DateTimeOffset Until = default, string? Client = null, long Bytes = 0);

    /// <param name="Held">Bytes of the bodies of all others who wait.</param>
    public sealed record Queued(long Ticket, int Position, long Held = 0);

    /// <param name="Held">Bytes of the bodies of those who wait.</param>
    public sealed record QueueFull(int Waiting, long Held = 0);

    /// <summary>The backend may have room: ask it for a lease, then say <see cref="LeaveQueue"/> or <see cref="RefusedLease"/>.</summary>
    /// <param name="Ticket">The waiter's.</param>
    /// <param name="Backend">By index.</param>
    /// <param name="At">When it was offered.</param>
    /// <param name="Place">Where the offer stands in the pool's order.</param>
    public sealed record TryBackend(long Ticket, int Backend, DateTimeOffset At = default, PoolPlace Place = default);

    /// <summary>The backend refused; the sender waits on.</summary>
    public sealed record RefusedLease(
        long Ticket, int Backend, DateTimeOffset? RetryAt, LeaseRefusal Reason = LeaseRefusal.Concurrency);

    /// <summary>The sender has its lease, or gave up.</summary>
    /// <param name="Ticket">Null when a fault ends it before it was given one.</param>
    /// <param name="HasTried">It leaves because of the offer that it took up last.</param>
    public sealed record LeaveQueue(long? Ticket, bool HasTried = false);

    /// <summary>Who waits? Answered with <see cref="Waiting"/>.</summary>
    /// <param name="Most">How many of the first are told.</param>
    public sealed record ListWaiting(int Most);

    /// <param name="Count">Of all who wait.</param>
    /// <param name="First">In the order in which they came.</param>
    public sealed record Waiting(int Count, IReadOnlyList<WaitingRequest> First);

    /// <summary>One request in the queue.</summary>
    /// <param name="Since">When it began to wait; attempts that failed meanwhile change nothing about it, nor about its place.</param>
    /// <param name="Until">When it gives up at the latest.</param>
    public sealed record WaitingRequest(string RequestId, string Model, DateTimeOffset Since, DateTimeOffset Until);
}
