using System.Collections.Immutable;
using Sidecar.Domain.Attempts;
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

    /// <summary>Backends whose answer about this request would be the same again: no phase asks them once more.</summary>
    public BackendSet Spent { get; init; }

    /// <summary>The number of the single attempt at another provider after a parameter was rejected; 0: there was none.</summary>
    public int LastTry { get; init; }

    /// <summary>The random number for the next pick, in [0, 1).</summary>
    public double Draw { get; init; }

    /// <summary>The source of further random numbers.</summary>
    public Chance Chance { get; init; } = new(Request.Seed);

    /// <summary>Backends that failed this request in Routing.</summary>
    public BackendSet Failed { get; init; }

    /// <summary>Backends that refused a lease during the current pick.</summary>
    public BackendSet Refused { get; init; }

    /// <summary>Backends that refused this request: with a 429, or because they are overloaded.</summary>
    public BackendSet Refusers { get; init; }

    /// <summary>Backends that did so at least twice: no emergency asks them a third time.</summary>
    public BackendSet RefusedTwice { get; init; }

    /// <summary>An attempt in Routing failed in a way that leaves no answer for the client.</summary>
    public bool HasOtherFailures { get; init; }

    /// <summary>An attempt failed because Sidecar or its machine ran short of something: the backends that might have served it were not
    /// really asked.</summary>
    public bool RanShort { get; init; }

    /// <summary>The last failed attempt, while <see cref="Need.Note"/> is needed.</summary>
    public FailedAttempt? LastFailed { get; init; }

    /// <summary>Its primary-wait; null if it never reached one.</summary>
    public WaitState? Wait { get; init; }

    /// <summary>Its emergency; null if it never reached one.</summary>
    public RoundState? Round { get; init; }

    /// <summary>The lease that was requested last.</summary>
    public LeaseKey Lease => new(Request.RequestId, Leases);

    /// <summary>The request for the lease that is needed.</summary>
    public LeaseQuery Query => new(Lease, Sent + 1, Request.Model, Request.Tokens, Phase == RequestPhase.Emergency);

    /// <summary>Backends that the current pick leaves out.</summary>
    public BackendSet Excluded => Failed.Union(Refused);

    /// <summary>Its place in the queue; null if it has none.</summary>
    public long? Ticket => Wait?.Ticket;

    /// <summary>Whether it waits for a backend's answer about this lease.</summary>
    public bool Awaits(LeaseKey lease) => Next.Need == Need.Lease && Leases == lease.Number && Request.RequestId == lease.RequestId;
}

/// <summary>An attempt whose answer cannot be relayed.</summary>
/// <param name="IsOutOfTime">The walk's deadline ended it.</param>
/// <param name="At">When it failed.</param>
internal sealed record FailedAttempt(AttemptVerdict Verdict, bool IsOutOfTime, DateTimeOffset At);

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
