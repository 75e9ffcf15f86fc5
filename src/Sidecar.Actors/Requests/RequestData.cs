using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>A coordinator's state; immutable.</summary>
internal abstract record RequestData
{
    /// <summary>Before a request has come.</summary>
    public static readonly RequestData None = new Unstarted();

    private sealed record Unstarted : RequestData;
}

/// <summary>The state of a walk that has not ended.</summary>
/// <param name="Context">The request, and what is known about it in all phases.</param>
/// <param name="Walk">The state of the walk.</param>
internal abstract record WalkingData(WalkContext Context, WalkState Walk) : RequestData;

/// <summary>The state in the phases that look for an answer.</summary>
/// <param name="Attempt">The attempt that was sent, while its answer or the confirmation of its failure is awaited.</param>
/// <param name="Flight">Its call, while that is running.</param>
/// <param name="Held">A failed answer, to be relayed if nothing better comes.</param>
internal sealed record SeekingData(
    WalkContext Context, WalkState Walk, Attempt? Attempt = null, UpstreamFlight? Flight = null, HeldAnswer? Held = null)
    : WalkingData(Context, Walk);

/// <summary>The state in Relaying.</summary>
/// <param name="Held">The answer that the client gets.</param>
/// <param name="IsTold">Its backend already knows that the answer was good.</param>
/// <param name="IsGiven">The client's side has the answer, and will release it.</param>
internal sealed record RelayingData(WalkContext Context, WalkState Walk, HeldAnswer Held, bool IsTold, bool IsGiven)
    : WalkingData(Context, Walk);

/// <summary>An answer with its attempt and phase.</summary>
/// <param name="Limits">What its headers say about limits; null: nothing.</param>
internal sealed record HeldAnswer(
    UpstreamAnswer Answer, Attempt Attempt, AttemptVerdict Verdict, DateTimeOffset At, IReadOnlyList<NamedBucket>? Limits = null)
{
    /// <summary>So little is left of a limit that its backend should know at once.</summary>
    public bool HasTightLimits
    {
        get
        {
            for (var i = 0; i < (Limits?.Count ?? 0); i++)
                if (Limits![i].IsTight)
                    return true;
            return false;
        }
    }

    /// <summary>It was kept for lack of a better one: backend and ledger were told about it when it came.</summary>
    public bool IsAccounted => !Verdict.IsRelayed();

    /// <summary>The status for the client.</summary>
    public int Status => AnswerUses.StatusFor(Verdict, Answer.Status);
}

/// <summary>One attempt that was sent.</summary>
/// <param name="Backend">Its index.</param>
/// <param name="Target">The backend's definition at that time: an attempt ends as it began, whatever an operator changes
/// meanwhile.</param>
/// <param name="Place">The place of its lease in the backend's order.</param>
/// <param name="Time">The time that it has until its first event.</param>
internal sealed record Attempt(int Number, int Backend, Backend Target, LeaseKey Lease, long Epoch, bool IsClean, RequestPhase Phase,
    DateTimeOffset SentAt, long Place, AttemptTime Time)
{
    /// <summary>What is known about it once it is answered.</summary>
    public AttemptFacts Facts(ProxyRequest request, AttemptVerdict verdict, int? status, UpstreamError? error, long? retryAfterMs) =>
        new(request.Id, Number, request.Model, verdict, status, error, retryAfterMs, Epoch, IsClean);
}
