using System.Collections.Immutable;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>The state of one request's walk: what it has learned that matters for its next step, and what it needs next. Only <see
/// cref="WalkDecisions"/> changes it.</summary>
internal sealed record WalkState(RequestArrived Request)
{
    public RequestPhase Phase { get; init; }

    public NextNeed Next { get; init; }

    /// <summary>Attempts sent, in all phases.</summary>
    public int Sent { get; init; }

    /// <summary>When the last attempt was sent.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The time of attempts that were not streamed, which does not count against the deadline.</summary>
    public TimeSpan Uncounted { get; init; }

    /// <summary>Leases requested, refused ones included.</summary>
    public int Leases { get; init; }

    /// <summary>The number of the attempt whose answer goes to the client, now or if nothing better comes; 0: none.</summary>
    public int Kept { get; init; }

    /// <summary>Why that answer is kept; null if it is relayed outright or there is none.</summary>
    public KeptAnswer? KeptAs { get; init; }

    /// <summary>What went wrong so far, and for whom.</summary>
    public Setbacks Setbacks { get; init; } = Setbacks.None;

    /// <summary>The random number for the next pick, in [0, 1).</summary>
    public double Draw { get; init; }

    /// <summary>The source of further random numbers.</summary>
    public Chance Chance { get; init; } = new(Request.Seed);

    /// <summary>Its primary-wait; null if it never reached one.</summary>
    public WaitState? Wait { get; init; }

    /// <summary>Its emergency; null if it never reached one.</summary>
    public RoundState? Round { get; init; }

    /// <summary>The lease that was requested last.</summary>
    public LeaseKey Lease => new(Request.RequestId, Leases);

    /// <summary>The request for the lease that is needed.</summary>
    public LeaseQuery Query => new(Lease, Sent + 1, Request.Model, Request.Tokens, Phase == RequestPhase.Emergency);

    /// <summary>Backends that the current pick leaves out.</summary>
    public BackendSet Excluded => Setbacks.Failed.Union(Setbacks.Refused);

    /// <summary>Its place in the queue; null if it has none.</summary>
    public long? Ticket => Wait?.Ticket;

    /// <summary>Whether it waits for a backend's answer about this lease.</summary>
    public bool Awaits(LeaseKey lease) => Next.Need == Need.Lease && Leases == lease.Number && Request.RequestId == lease.RequestId;
}

/// <summary>The time in primary-wait.</summary>
/// <param name="Began">When the phase began.</param>
/// <param name="Until">When its time ends.</param>
internal sealed record WaitState(DateTimeOffset Began, DateTimeOffset Until)
{
    /// <summary>The place in the queue; null until there is one.</summary>
    public long? Ticket { get; init; }

    /// <summary>When it last began to wait; null while it tries a backend.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>How long it waited before that.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Attempts sent in this phase.</summary>
    public int Sent { get; init; }

    /// <summary>Backends that failed this request in this phase, and when each may be tried again.</summary>
    public ImmutableDictionary<int, DateTimeOffset> NotBefore { get; init; } = ImmutableDictionary<int, DateTimeOffset>.Empty;
}

/// <summary>The rounds of an emergency.</summary>
internal sealed record RoundState
{
    /// <summary>Rounds begun.</summary>
    public int Number { get; init; }

    /// <summary>The backends of the current round, in order.</summary>
    public IReadOnlyList<int> Order { get; init; } = [];

    /// <summary>The position of the next backend in that order.</summary>
    public int Next { get; init; }

    /// <summary>A backend let a request through in this round.</summary>
    public bool HasSent { get; init; }

    /// <summary>Backends that are not asked any more: those that rejected their credentials, and those that are spent.</summary>
    public BackendSet Rejected { get; init; }
}
