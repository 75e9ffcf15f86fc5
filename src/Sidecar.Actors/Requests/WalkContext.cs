using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>One request with its recorded facts and everything else that no decision depends on. Used only by its coordinator.</summary>
internal sealed class WalkContext(ProxyRequest request, TaskCompletionSource<ProxyAnswer> answer)
{
    private readonly List<WalkFact> _facts = new(6);
    private CancellationTokenRegistration _hangUp;

    public ProxyRequest Request { get; } = request;

    public TaskCompletionSource<ProxyAnswer> Answer { get; } = answer;

    /// <summary>The token estimate that limits are checked with.</summary>
    public long Tokens { get; } = TokenEstimate.Of(request.Body.Length, request.Envelope);

    /// <summary>The part of it that is the request itself.</summary>
    public long Input { get; } = TokenEstimate.OfInput(request.Body.Length);

    /// <summary>Everything learned so far, in order.</summary>
    public IReadOnlyList<WalkFact> Facts => _facts;

    /// <summary>The time that upstreams and the queue have taken so far.</summary>
    public TimeSpan Elsewhere { get; private set; }

    public bool IsClientGone => Request.ClientGone.IsCancellationRequested;

    public void SpentElsewhere(TimeSpan span) => Elsewhere += span;

    public void Note(WalkFact fact) => _facts.Add(fact);

    /// <summary>Reports when the client hangs up. During an attempt the call notices it; a request that only waits needs this.</summary>
    public void WatchForHangUp(Action<object?> tell, object state) => _hangUp = Request.ClientGone.UnsafeRegister(tell, state);

    public void StopWatching() => _hangUp.Dispose();
}
