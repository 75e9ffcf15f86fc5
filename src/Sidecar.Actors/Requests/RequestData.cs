using System.Collections.Immutable;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>What a coordinator knows in a phase: one record per phase, replaced and never changed.</summary>
internal abstract record RequestData
{
    /// <summary>Before the request came.</summary>
    public static readonly RequestData None = new Unstarted();

    private sealed record Unstarted : RequestData;
}

/// <summary>Common to the phases that look for an answer.</summary>
/// <param name="Walk">The request and what is known of it in all phases.</param>
/// <param name="Sent">Attempts sent in all phases.</param>
/// <param name="Step">What is being waited for.</param>
internal abstract record SeekingData(WalkContext Walk, int Sent, Step Step) : RequestData;

/// <param name="Failed">Backends that failed this request.</param>
/// <param name="Refused">Backends that refused a lease for the pick under way.</param>
/// <param name="OnlyFailedAnswers">Nothing but 408, 500, 502 and 504 answers so far.</param>
/// <param name="LastAnswer">The last of those, kept to be relayed when nothing better comes.</param>
internal sealed record RoutingData(WalkContext Walk, int Sent, Step Step, BackendSet Failed, BackendSet Refused, bool OnlyFailedAnswers, HeldAnswer? LastAnswer)
    : SeekingData(Walk, Sent, Step);

/// <param name="Began">When the phase began.</param>
/// <param name="Until">When its time is over.</param>
/// <param name="SentHere">Attempts sent in this phase.</param>
/// <param name="Ticket">The place in the queue; null until it was given.</param>
/// <param name="Since">When it last began to wait; null while it does not.</param>
/// <param name="NotBefore">Backends that failed this request in this phase, and when each may be tried again.</param>
internal sealed record PrimaryWaitData(WalkContext Walk, int Sent, Step Step, DateTimeOffset Began, DateTimeOffset Until, int SentHere, long? Ticket, bool IsQueued, DateTimeOffset? Since, ImmutableDictionary<int, DateTimeOffset> NotBefore)
    : SeekingData(Walk, Sent, Step);

/// <param name="Order">Who is asked in this round.</param>
/// <param name="Next">The next of them.</param>
/// <param name="Rounds">Rounds begun.</param>
/// <param name="SentInRound">Somebody was let through in this round.</param>
/// <param name="Rejected">Backends whose credentials were refused meanwhile.</param>
internal sealed record EmergencyData(WalkContext Walk, int Sent, Step Step, ImmutableArray<int> Order, int Next, int Rounds, bool SentInRound, BackendSet Rejected)
    : SeekingData(Walk, Sent, Step);

/// <param name="Held">The answer that the client is being given.</param>
/// <param name="IsTold">Its backend was told already that it answered well.</param>
/// <param name="IsGiven">The client's side has the answer, and lets go of it.</param>
internal sealed record RelayingData(WalkContext Walk, int Sent, HeldAnswer Held, bool IsTold, bool IsGiven) : RequestData;

/// <summary>An answer with the attempt and phase that brought it.</summary>
internal sealed record HeldAnswer(UpstreamAnswer Answer, Attempt Attempt, AttemptVerdict Verdict, DateTimeOffset At);

/// <summary>One attempt that was sent.</summary>
/// <param name="Backend">Its index.</param>
/// <param name="Target">The backend as it was defined then: an attempt ends as it began, whatever an operator changes meanwhile.</param>
/// <param name="Place">Of its lease, in the backend's order.</param>
internal sealed record Attempt(int Number, int Backend, Backend Target, LeaseKey Lease, long Epoch, bool IsClean, RequestPhase Phase, DateTimeOffset SentAt, long Place);

/// <summary>What a coordinator waits for.</summary>
internal abstract record Step
{
    public static readonly Step Idle = new Nothing();

    private sealed record Nothing : Step;
}

/// <summary>A backend's word on a lease.</summary>
internal sealed record AwaitingLease(int Backend, LeaseKey Lease) : Step;

/// <summary>Word that the board shows what a failed attempt did to its backend.</summary>
/// <param name="Failed">The answer that failed, to be relayed if nothing better comes.</param>
/// <param name="IsOutOfTime">The walk's deadline ended the attempt.</param>
/// <param name="At">When it failed, as recorded.</param>
internal sealed record AwaitingNote(Attempt Attempt, AttemptVerdict Verdict, HeldAnswer? Failed, bool IsOutOfTime, DateTimeOffset At) : Step;

/// <summary>An upstream's answer.</summary>
internal sealed record AwaitingAnswer(Attempt Attempt, UpstreamFlight Flight) : Step;
