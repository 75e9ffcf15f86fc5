using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Routing;

/// <summary>The waiting queue beside a plain account of what it has been told; every answer is held against that.</summary>
internal sealed class QueueModel
{
    public const int Capacity = 12;

    private readonly WaitingQueue _queue = new(Capacity);
    private readonly SortedDictionary<long, Waiter> _waiters = [];
    private readonly List<Waiter> _left = [];
    private readonly Dictionary<int, (long Ticket, bool IsStale)> _offers = [];
    private readonly Dictionary<int, DateTimeOffset> _blocked = [];
    private RoutingBoard _board = Sample.Board(
        Sample.Backend("p0"), Sample.Backend("f0", "fallback"), Sample.Backend("p1").Serving("a"), Sample.Backend("p2") with { Enabled = false }, Sample.Backend("p3"));

    private int[] Primaries => [.. _board.Catalog.PoolMembers[0]];

    private DateTimeOffset _now = Instants.Start;
    private long _tickets;

    public void Live(QueueStep step)
    {
        _now += TimeSpan.FromSeconds(step.Pause);
        switch (step.What)
        {
            case QueueStep.Kind.Join:
                Join(new Waiter(++_tickets, step.Model, NotBefore(step)));
                break;
            case QueueStep.Kind.Rejoin when _left.Count > 0:
                var back = _left[step.Choice % _left.Count];
                _left.Remove(back);
                Join(back with { NotBefore = NotBefore(step) });
                break;
            case QueueStep.Kind.Leave when _waiters.Count > 0:
                Leave(_waiters.Values.ElementAt(step.Choice % _waiters.Count));
                break;
            case QueueStep.Kind.Refuse when _offers.Count > 0:
                Refuse(_offers.ElementAt(step.Choice % _offers.Count), step.RetryIn);
                break;
            case QueueStep.Kind.RefuseStale when !_offers.TryGetValue(Primaries[step.Backend], out var offer) || offer.Ticket != step.Choice:
                _queue.Refused(step.Choice, Primaries[step.Backend], null);
                break;
            case QueueStep.Kind.Change:
                Change(Primaries[step.Backend], Shifted(step.State));
                break;
        }
        Assert.Equal(_waiters.Count, _queue.Count);
        CheckDue();
        CheckOffers();
        CheckDue();
        foreach (var backend in Primaries)
            Assert.Equal(_waiters.Values.Any(w => _board.Serves(backend, w.Model) && w.MayTry(backend) <= _now), _queue.Claims(_board, backend, _now));
    }

    private void CheckOffers()
    {
        while (_queue.Next(_board, _now) is { } wake)
        {
            // First come, first served: nobody who could have had it as well came earlier.
            Assert.Equal(_waiters.Values.First(w => CanBeOffered(w, wake.Backend, _now)).Ticket, wake.Waiter.Ticket);
            _offers.Add(wake.Backend, (wake.Waiter.Ticket, false));
        }
        Assert.False(AnyOffer(_now), "a backend and a waiter were not brought together");
    }

    // Small steps through the near future: everything a step sets lies within 9 s.
    private void CheckDue()
    {
        var first = Enumerable.Range(0, 40).Select(i => _now + TimeSpan.FromSeconds(i * 0.25)).Where(AnyOffer).Select(at => (DateTimeOffset?)at).FirstOrDefault();

        Assert.Equal(first, _queue.NextDue(_board, _now));
    }

    private bool AnyOffer(DateTimeOffset at) => Primaries.Any(b => _waiters.Values.Any(w => CanBeOffered(w, b, at)));

    private bool CanBeOffered(Waiter waiter, int backend, DateTimeOffset at) =>
        !_offers.ContainsKey(backend) && _offers.Values.All(o => o.Ticket != waiter.Ticket)
        && (!_blocked.TryGetValue(backend, out var until) || until <= at)
        && _board.Serves(backend, waiter.Model) && waiter.MayTry(backend) <= at && _board.States[backend].IsOpenFor(waiter.Model, at);

    private void Join(Waiter waiter)
    {
        var hasRoom = _waiters.Count < Capacity;
        Assert.Equal(hasRoom, _queue.TryJoin(waiter));
        if (hasRoom)
            _waiters.Add(waiter.Ticket, waiter);
        else
            _left.Add(waiter);
    }

    private void Leave(Waiter waiter)
    {
        _queue.Leave(waiter.Ticket);
        _waiters.Remove(waiter.Ticket);
        _left.Add(waiter);
        foreach (var backend in _offers.Where(o => o.Value.Ticket == waiter.Ticket).Select(o => o.Key).ToList())
            _offers.Remove(backend);
    }

    private void Refuse(KeyValuePair<int, (long Ticket, bool IsStale)> offer, int? retryIn)
    {
        var retryAt = retryIn is { } seconds ? _now + TimeSpan.FromSeconds(seconds) : (DateTimeOffset?)null;
        _queue.Refused(offer.Value.Ticket, offer.Key, retryAt);
        _offers.Remove(offer.Key);
        if (!offer.Value.IsStale)
            _blocked[offer.Key] = retryAt ?? DateTimeOffset.MaxValue;
    }

    private void Change(int backend, BackendState state)
    {
        _board = _board with { States = _board.States.SetItem(backend, state) };
        _queue.Changed(backend);
        _blocked.Remove(backend);
        if (_offers.TryGetValue(backend, out var offer))
            _offers[backend] = (offer.Ticket, true);
    }

    private Dictionary<int, DateTimeOffset> NotBefore(QueueStep step) =>
        step.MayTryIn.Zip(Primaries).Where(x => x.First is not null).ToDictionary(x => x.Second, x => _now + TimeSpan.FromSeconds(x.First!.Value));

    private BackendState Shifted(BackendState state)
    {
        return state with { Whole = Shift(state.Whole), Models = state.Models.SetItems(state.Models.Select(m => KeyValuePair.Create(m.Key, Shift(m.Value)))) };

        RestState Shift(RestState rest) => rest with { Until = rest.Until + (_now - Instants.Start), ProbeUntil = rest.ProbeUntil + (_now - Instants.Start) };
    }
}
