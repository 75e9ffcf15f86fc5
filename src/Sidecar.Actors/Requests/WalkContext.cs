using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>One request with everything that its phases share. Used by its coordinator alone.</summary>
internal sealed class WalkContext(ProxyRequest request, TaskCompletionSource<ProxyAnswer> answer, ulong seed)
{
    private readonly List<WalkFact> _facts = new(6);
    private Chance _chance = new(seed);
    private int _leases;

    public ProxyRequest Request { get; } = request;

    public TaskCompletionSource<ProxyAnswer> Answer { get; } = answer;

    /// <summary>What limits are asked for.</summary>
    public long Tokens { get; } = TokenEstimate.Of(request.Body.Length, request.Envelope);

    /// <summary>Everything learned so far, in order.</summary>
    public IReadOnlyList<WalkFact> Facts => _facts;

    /// <summary>What upstreams and the queue took of the time until now.</summary>
    public TimeSpan Elsewhere { get; private set; }

    public void SpentElsewhere(TimeSpan span) => Elsewhere += span;

    public void Note(WalkFact fact) => _facts.Add(fact);

    public double NextChance() => _chance.Next();

    public LeaseKey NextLease() => new(Request.Id, ++_leases);
}
