using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>What a coordinator knows: replaced and never changed.</summary>
internal abstract record RequestData
{
    /// <summary>Before a request came.</summary>
    public static readonly RequestData None = new Unstarted();

    private sealed record Unstarted : RequestData;
}

/// <summary>Of a walk that has not ended.</summary>
/// <param name="Context">The request, and what is known of it in all phases.</param>
/// <param name="Walk">Where the walk stands.</param>
internal abstract record WalkingData(WalkContext Context, WalkState Walk) : RequestData;

/// <summary>In the phases that look for an answer.</summary>
/// <param name="Attempt">Sent, and its answer or the word on its failure awaited.</param>
/// <param name="Flight">Its call, while that is under way.</param>
/// <param name="Held">An answer that failed, to be relayed if nothing better comes.</param>
internal sealed record SeekingData(
    WalkContext Context, WalkState Walk, Attempt? Attempt = null, UpstreamFlight? Flight = null, HeldAnswer? Held = null)
    : WalkingData(Context, Walk);

/// <summary>In Relaying.</summary>
/// <param name="Held">The answer that the client is being given.</param>
/// <param name="IsTold">Its backend was told already that it answered well.</param>
/// <param name="IsGiven">The client's side has the answer, and lets go of it.</param>
internal sealed record RelayingData(WalkContext Context, WalkState Walk, HeldAnswer Held, bool IsTold, bool IsGiven)
    : WalkingData(Context, Walk);

/// <summary>An answer with the attempt and phase that brought it.</summary>
/// <param name="Limits">What its headers say of limits; null: nothing.</param>
internal sealed record HeldAnswer(
    UpstreamAnswer Answer, Attempt Attempt, AttemptVerdict Verdict, DateTimeOffset At, IReadOnlyList<NamedBucket>? Limits = null)
{
    /// <summary>So little is left that its backend should hear of it now.</summary>
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

    /// <summary>One that was kept for want of a better one: backend and ledger were told of it when it came.</summary>
    public bool IsAccounted => !Verdict.IsRelayed();

    /// <summary>What the client is given.</summary>
    public int Status => AnswerUses.StatusFor(Verdict, Answer.Status);
}

/// <summary>One attempt that was sent.</summary>
/// <param name="Backend">Its index.</param>
/// <param name="Target">The backend as it was defined then: an attempt ends as it began, whatever an operator changes meanwhile.</param>
/// <param name="Place">Of its lease, in the backend's order.</param>
/// <param name="Time">What it was given until its first event.</param>
internal sealed record Attempt(int Number, int Backend, Backend Target, LeaseKey Lease, long Epoch, bool IsClean, RequestPhase Phase,
    DateTimeOffset SentAt, long Place, AttemptTime Time)
{
    /// <summary>What is known of it with its answer.</summary>
    public AttemptFacts Facts(ProxyRequest request, AttemptVerdict verdict, int? status, UpstreamError? error, long? retryAfterMs) =>
        new(request.Id, Number, request.Model, verdict, status, error, retryAfterMs, Epoch, IsClean);
}
