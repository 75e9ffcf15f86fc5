using System.Collections.Immutable;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>Where the walk of one request stands: what it learned that bears on its next step, and what it needs for that. Changed by
/// <see cref="WalkDecisions"/> alone.</summary>
internal sealed record WalkState(RequestArrived Request)
{
    public RequestPhase Phase { get; init; }

    public NextNeed Next { get; init; }

    /// <summary>Attempts sent, in all phases.</summary>
    public int Sent { get; init; }

    /// <summary>When the last one was.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>Time that the deadline does not count: attempts took it that were not to be streamed.</summary>
    public TimeSpan Uncounted { get; init; }

    /// <summary>Leases asked for, refused ones included.</summary>
    public int Leases { get; init; }

    /// <summary>The number of the attempt whose answer is given to the client, or would be if nothing better came; 0: none.</summary>
    public int Kept { get; init; }

    /// <summary>What <see cref="Kept"/> is; null where it is relayed outright, or there is none.</summary>
    public KeptAnswer? KeptAs { get; init; }

    /// <summary>Backends that said something about this request that they would say again: no phase asks them once more.</summary>
    public BackendSet Spent { get; init; }

    /// <summary>The number of the one attempt that another provider is given after a parameter was not known; 0: none was.</summary>
    public int LastTry { get; init; }

    /// <summary>In [0, 1): drawn for the pick that is needed.</summary>
    public double Draw { get; init; }

    /// <summary>What further draws come from.</summary>
    public Chance Chance { get; init; } = new(Request.Seed);

    /// <summary>Backends that failed it in Routing.</summary>
    public BackendSet Failed { get; init; }

    /// <summary>Backends that refused a lease for the pick under way.</summary>
    public BackendSet Refused { get; init; }

    /// <summary>Backends that refused it: a 429, or word that they are overloaded.</summary>
    public BackendSet Refusers { get; init; }

    /// <summary>Those that did so twice or more: no emergency asks them a third time.</summary>
    public BackendSet RefusedTwice { get; init; }

    /// <summary>Some attempt in Routing ended otherwise than in an answer that the client may be given.</summary>
    public bool HasOtherFailures { get; init; }

    /// <summary>An attempt failed because Sidecar or its machine lacked something: who else might have served it was not really
    /// asked.</summary>
    public bool RanShort { get; init; }

    /// <summary>The attempt that failed last, while <see cref="Need.Note"/> is needed.</summary>
    public FailedAttempt? LastFailed { get; init; }

    /// <summary>Its primary-wait; null when it came to none.</summary>
    public WaitState? Wait { get; init; }

    /// <summary>Its emergency; null when it came to none.</summary>
    public RoundState? Round { get; init; }

    /// <summary>The lease that was asked for last.</summary>
    public LeaseKey Lease => new(Request.RequestId, Leases);

    /// <summary>What the backend is asked whose lease is needed.</summary>
    public LeaseQuery Query => new(Lease, Sent + 1, Request.Model, Request.Tokens, Phase == RequestPhase.Emergency);

    /// <summary>Backends that the pick under way leaves out.</summary>
    public BackendSet Excluded => Failed.Union(Refused);

    /// <summary>Its place in the queue; null when it was given none.</summary>
    public long? Ticket => Wait?.Ticket;

    /// <summary>It waits for a backend's word on this lease.</summary>
    public bool Awaits(LeaseKey lease) => Next.Need == Need.Lease && Leases == lease.Number && Request.RequestId == lease.RequestId;
}

/// <summary>An attempt that brought nothing to relay.</summary>
/// <param name="IsOutOfTime">The walk's deadline ended it.</param>
/// <param name="At">When it failed.</param>
internal sealed record FailedAttempt(AttemptVerdict Verdict, bool IsOutOfTime, DateTimeOffset At);

/// <summary>The time in primary-wait.</summary>
/// <param name="Began">When the phase began.</param>
/// <param name="Until">When its time is over.</param>
internal sealed record WaitState(DateTimeOffset Began, DateTimeOffset Until)
{
    /// <summary>The place in the queue; null until it was given.</summary>
    public long? Ticket { get; init; }

    /// <summary>When it last began to wait; null while it does not.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>How long it waited before.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Attempts sent in this phase.</summary>
    public int Sent { get; init; }

    /// <summary>Backends that failed it in this phase, and when each may be tried again.</summary>
    public ImmutableDictionary<int, DateTimeOffset> NotBefore { get; init; } = ImmutableDictionary<int, DateTimeOffset>.Empty;
}

/// <summary>The rounds of an emergency.</summary>
internal sealed record RoundState
{
    /// <summary>Rounds begun.</summary>
    public int Number { get; init; }

    /// <summary>Who is asked in this one.</summary>
    public IReadOnlyList<int> Order { get; init; } = [];

    /// <summary>The place in it of who is asked next.</summary>
    public int Next { get; init; }

    /// <summary>Somebody was let through in this round.</summary>
    public bool HasSent { get; init; }

    /// <summary>Backends that it asks no more: whose credentials were refused meanwhile, and those that are spent.</summary>
    public BackendSet Rejected { get; init; }
}
