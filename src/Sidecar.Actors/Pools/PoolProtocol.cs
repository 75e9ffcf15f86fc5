using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Pools;

/// <summary>The messages to the pool, and from it to waiters.</summary>
public static class PoolProtocol
{
    /// <summary>A backend's state changed, or capacity became free.</summary>
    /// <param name="BackendId">The backend.</param>
    /// <param name="State">Its present state.</param>
    /// <param name="Events">The number of events that led to it.</param>
    public sealed record BackendChanged(string BackendId, BackendState State, long Events = 0);

    /// <summary>Replaces backends, pools and aliases. Answered with <see cref="CatalogReplaced"/> when the board shows the new
    /// ones.</summary>
    /// <param name="Catalog">Made by <see cref="BackendCatalog.Become"/> from the board's catalog.</param>
    /// <param name="Newcomers">The loads of the added backends, in order.</param>
    public sealed record ReplaceCatalog(BackendCatalog Catalog, IReadOnlyList<BackendLoad> Newcomers);

    /// <param name="Version">The version of the first board that shows them.</param>
    /// <param name="At">When it began to do so.</param>
    public sealed record CatalogReplaced(long Version, DateTimeOffset At);

    /// <summary>The board shows what the attempt of this lease did to its backend. The backend sends it after its own change, and the
    /// pool forwards it to the sender.</summary>
    public sealed record AttemptNoted(LeaseKey Lease);

    /// <summary>Queues the sender for a backend that has no capacity yet. Answered at once with <see cref="Queued"/> or <see
    /// cref="QueueFull"/>.</summary>
    /// <param name="Ticket">Null the first time; later the ticket that it got, which keeps its place.</param>
    /// <param name="Model">The model after aliases.</param>
    /// <param name="NotBefore">By backend index: backends that just failed the request, and when it may try each again.</param>
    /// <param name="RequestId">Shown in the list of waiters.</param>
    /// <param name="Since">When it first began to wait; shown there too.</param>
    /// <param name="Until">When it gives up at the latest; shown there too.</param>
    /// <param name="Client">Its client; null if no client keys are configured.</param>
    /// <param name="Bytes">The size of its body, which is kept in memory meanwhile.</param>
    public sealed record JoinQueue(long? Ticket, string Model, IReadOnlyDictionary<int, DateTimeOffset> NotBefore, string RequestId = "",
        DateTimeOffset Since = default, DateTimeOffset Until = default, string? Client = null, long Bytes = 0);

    /// <param name="Held">The total size of the other waiting bodies.</param>
    public sealed record Queued(long Ticket, int Position, long Held = 0);

    /// <param name="Held">The total size of the waiting bodies.</param>
    public sealed record QueueFull(int Waiting, long Held = 0);

    /// <summary>The backend may have capacity: ask it for a lease, then send <see cref="LeaveQueue"/> or <see
    /// cref="RefusedLease"/>.</summary>
    /// <param name="Ticket">The waiter's.</param>
    /// <param name="Backend">By index.</param>
    /// <param name="At">When it was offered.</param>
    /// <param name="Place">The place of the offer in the pool's order.</param>
    public sealed record TryBackend(long Ticket, int Backend, DateTimeOffset At = default, PoolPlace Place = default);

    /// <summary>The backend refused; the sender keeps waiting.</summary>
    public sealed record RefusedLease(
        long Ticket, int Backend, DateTimeOffset? RetryAt, LeaseRefusal Reason = LeaseRefusal.Concurrency);

    /// <summary>The sender has its lease, or gave up.</summary>
    /// <param name="Ticket">Null if it failed before it got one.</param>
    /// <param name="HasTried">It leaves because of the last offer that it accepted.</param>
    public sealed record LeaveQueue(long? Ticket, bool HasTried = false);

    /// <summary>Asks who is waiting. Answered with <see cref="Waiting"/>.</summary>
    /// <param name="Most">The largest number of waiters to list.</param>
    public sealed record ListWaiting(int Most);

    /// <param name="Count">The number of all waiters.</param>
    /// <param name="First">The first of them, in the order in which they came.</param>
    public sealed record Waiting(int Count, IReadOnlyList<WaitingRequest> First);

    /// <summary>One request in the queue.</summary>
    /// <param name="Since">When it began to wait; failed attempts since then change neither this nor its place.</param>
    /// <param name="Until">When it gives up at the latest.</param>
    public sealed record WaitingRequest(string RequestId, string Model, DateTimeOffset Since, DateTimeOffset Until);
}
