using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>One request with its record and everything else that no decision depends on. Used by its coordinator alone.</summary>
internal sealed class WalkContext(ProxyRequest request, TaskCompletionSource<ProxyAnswer> answer)
{
    private readonly List<WalkFact> _facts = new(6);
    private CancellationTokenRegistration _hangUp;

    public ProxyRequest Request { get; } = request;

    public TaskCompletionSource<ProxyAnswer> Answer { get; } = answer;

    /// <summary>What limits are asked for.</summary>
    public long Tokens { get; } = TokenEstimate.Of(request.Body.Length, request.Envelope);

    /// <summary>What of it is the request itself.</summary>
    public long Input { get; } = TokenEstimate.OfInput(request.Body.Length);

    /// <summary>Everything learned so far, in order.</summary>
    public IReadOnlyList<WalkFact> Facts => _facts;

    /// <summary>What upstreams and the queue took of the time until now.</summary>
    public TimeSpan Elsewhere { get; private set; }

    public bool IsClientGone => Request.ClientGone.IsCancellationRequested;

    public void SpentElsewhere(TimeSpan span) => Elsewhere += span;

    public void Note(WalkFact fact) => _facts.Add(fact);

    /// <summary>Has a hang-up told. While an attempt is under way its call hears of one; a request that only waits has nobody else to tell
    /// it.</summary>
    public void WatchForHangUp(Action<object?> tell, object state) => _hangUp = Request.ClientGone.UnsafeRegister(tell, state);

    public void StopWatching() => _hangUp.Dispose();
}
