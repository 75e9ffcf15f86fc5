using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Routing;

/// <summary>The waiting queue next to a plain account of what it was told; every answer of the queue is compared with that
/// account.</summary>
internal sealed class QueueModel(WaitFor waitFor)
{
    public const int Capacity = 12;
    public const long Bytes = 50;

    private readonly WaitingQueue _queue = new(Capacity, Bytes, waitFor);
    private readonly SortedDictionary<long, Waiter> _waiters = [];
    private readonly List<Waiter> _left = [];
    private readonly Dictionary<int, (long Ticket, bool IsStale)> _offers = [];
    private readonly Dictionary<int, DateTimeOffset> _blocked = [];
    private readonly Dictionary<(int, string), DateTimeOffset> _blockedFor = [];
    private readonly Dictionary<string, int> _served = [];
    private RoutingBoard _board = Sample.Board(
        Sample.Backend("p0"), Sample.Backend("f0", "fallback"), Sample.Backend("p1").Serving("a"),
            Sample.Backend("p2") with { Enabled = false }, Sample.Backend("p3"),
        Sample.Backend("f1", "fallback").Serving("b"));

    private int[] Waited => [.. _board.Catalog.PoolMembers.Take(waitFor == WaitFor.Any ? 2 : 1).SelectMany(members => members)];

    private DateTimeOffset _now = Instants.Start;
    private long _tickets;
    private int _turn;

    public void Live(QueueStep step)
    {
        _now += TimeSpan.FromSeconds(step.Pause);
        switch (step.What)
        {
            case QueueStep.Kind.Join:
                Join(new Waiter(++_tickets, step.Model, NotBefore(step), step.Client, step.Choice % 9));
                break;
            case QueueStep.Kind.Rejoin when _left.Count > 0:
                var back = _left[step.Choice % _left.Count];
                _left.Remove(back);
                Join(back with { NotBefore = NotBefore(step) });
                break;
            case QueueStep.Kind.Leave when _waiters.Count > 0:
                Leave(_waiters.Values.ElementAt(step.Choice % _waiters.Count), isServed: false);
                break;
            case QueueStep.Kind.Serve when _offers.Count > 0:
                Leave(_waiters[_offers.Values.ElementAt(step.Choice % _offers.Count).Ticket], isServed: true);
                break;
            case QueueStep.Kind.Refuse when _offers.Count > 0:
                Refuse(_offers.ElementAt(step.Choice % _offers.Count), step.RetryIn, step.IsOfModel);
                break;
            case QueueStep.Kind.RefuseStale when !_offers.TryGetValue(At(step.Backend), out var offer) || offer.Ticket != step.Choice:
                _queue.Refused(step.Choice, At(step.Backend), null);
                break;
            case QueueStep.Kind.Change:
                Change(At(step.Backend), Shifted(step.State));
                break;
        }
        Assert.Equal((_waiters.Count, _waiters.Values.Sum(w => w.Bytes)), (_queue.Count, _queue.Bytes));
        CheckDue();
        CheckOffers();
        CheckDue();
        foreach (var backend in Enumerable.Range(0, _board.Catalog.Backends.Count))
            foreach (var model in RandomBoards.Models)
                Assert.Equal(Waited.Contains(backend) && _waiters.Values.Any(w => Claims(w, backend, model)),
                    _queue.PromiseOf(_board, backend, _now, Promise.None).Holds(model));
    }

    private int At(int place) => Waited[place % Waited.Length];

    // It claims the backend for its own model only, unless the limit that refused it is shared by all models.
    private bool Claims(Waiter waiter, int backend, string model) =>
        _board.Serves(backend, waiter.Model) && waiter.MayTry(backend) <= _now && (waiter.Model == model || _blocked.ContainsKey(backend));

    private void CheckOffers()
    {
        while (_queue.Next(_board, _now) is { } wake)
        {
            // Clients take turns, and within one client it is first come, first served: no waiter is passed over for one behind it.
            var first = _waiters.Values.Where(w => CanBeOffered(w, wake.Backend, _now)).OrderBy(w => TryingOf(w.Client))
                .ThenBy(w => _served.GetValueOrDefault(w.Client)).First();
            Assert.Equal(first.Ticket, wake.Waiter.Ticket);
            _offers.Add(wake.Backend, (wake.Waiter.Ticket, false));
        }
        Assert.False(AnyOffer(_now), "a backend and a waiter were not brought together");
    }

    // In small steps through the near future: everything that a step sets lies within 9 s.
    private void CheckDue()
    {
        var first = Enumerable.Range(0, 40).Select(i => _now + TimeSpan.FromSeconds(i * 0.25)).Where(AnyOffer)
            .Select(at => (DateTimeOffset?)at).FirstOrDefault();

        Assert.Equal(first, _queue.NextDue(_board, _now));
    }

    private bool AnyOffer(DateTimeOffset at) => Waited.Any(b => _waiters.Values.Any(w => CanBeOffered(w, b, at)));

    private bool CanBeOffered(Waiter waiter, int backend, DateTimeOffset at) =>
        !_offers.ContainsKey(backend) && _offers.Values.All(o => o.Ticket != waiter.Ticket)
        && IsOpen(waiter, backend, at)
        && !Before(backend).Any(earlier => _offers.ContainsKey(earlier) ? _board.Serves(earlier, waiter.Model)
            && waiter.MayTry(earlier) <= at : IsOpen(waiter, earlier, at));

    private bool IsOpen(Waiter waiter, int backend, DateTimeOffset at) =>
        _board.Serves(backend, waiter.Model) && waiter.MayTry(backend) <= at && _board.States[backend].IsOpenFor(waiter.Model, at)
        && _blocked.GetValueOrDefault(backend) <= at && _blockedFor.GetValueOrDefault((backend, waiter.Model)) <= at;

    /// <summary>The backends of the pools before this backend's own.</summary>
    private IEnumerable<int> Before(int backend) => _board.Catalog.PoolMembers.TakeWhile(members => !members.Contains(backend))
        .SelectMany(members => members);

    private int TryingOf(string client) => _offers.Values.Count(o => _waiters[o.Ticket].Client == client);

    private void Join(Waiter waiter)
    {
        var hasRoom = _waiters.Count < Capacity && _waiters.Values.Sum(w => w.Bytes) + waiter.Bytes <= Bytes;
        Assert.Equal(hasRoom, _queue.TryJoin(waiter));
        if (hasRoom)
            _waiters.Add(waiter.Ticket, waiter);
        else
            _left.Add(waiter);
    }

    private void Leave(Waiter waiter, bool isServed)
    {
        _queue.Leave(waiter.Ticket, isServed);
        _waiters.Remove(waiter.Ticket);
        _left.Add(waiter);
        foreach (var backend in _offers.Where(o => o.Value.Ticket == waiter.Ticket).Select(o => o.Key).ToList())
            _offers.Remove(backend);
        if (isServed)
            _served[waiter.Client] = ++_turn;
        if (_waiters.Count == 0)
            _served.Clear();
        if (_waiters.Values.All(w => w.Model != waiter.Model))
            foreach (var block in _blockedFor.Keys.Where(key => key.Item2 == waiter.Model).ToList())
                _blockedFor.Remove(block);
    }

    private void Refuse(KeyValuePair<int, (long Ticket, bool IsStale)> offer, int? retryIn, bool isOfModel)
    {
        var retryAt = retryIn is { } seconds ? _now + TimeSpan.FromSeconds(seconds) : (DateTimeOffset?)null;
        _queue.Refused(offer.Value.Ticket, offer.Key, retryAt, isOfModel);
        _offers.Remove(offer.Key);
        if (offer.Value.IsStale)
            return;
        if (!isOfModel)
        {
            _blocked[offer.Key] = retryAt ?? DateTimeOffset.MaxValue;
            return;
        }
        _blocked.Remove(offer.Key);
        _blockedFor[(offer.Key, _waiters[offer.Value.Ticket].Model)] = retryAt ?? DateTimeOffset.MaxValue;
    }

    private void Change(int backend, BackendState state)
    {
        _board = _board with { States = _board.States.SetItem(backend, state) };
        _queue.Changed(backend);
        _blocked.Remove(backend);
        foreach (var model in RandomBoards.Models)
            _blockedFor.Remove((backend, model));
        if (_offers.TryGetValue(backend, out var offer))
            _offers[backend] = (offer.Ticket, true);
    }

    private Dictionary<int, DateTimeOffset> NotBefore(QueueStep step) =>
        step.MayTryIn.Zip(Waited).Where(x => x.First is not null)
            .ToDictionary(x => x.Second, x => _now + TimeSpan.FromSeconds(x.First!.Value));

    private BackendState Shifted(BackendState state)
    {
        return state with
        {
            Whole = Shift(state.Whole),
            Models = state.Models.SetItems(
            state.Models.Select(m => KeyValuePair.Create(m.Key, Shift(m.Value))))
        };

        RestState Shift(RestState rest) => rest with
        {
            Until = rest.Until + (_now - Instants.Start),
            ProbeUntil = rest.ProbeUntil
            + (_now - Instants.Start)
        };
    }
}
