using Sidecar.Domain.Recordings;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>Places in the queue of primary-wait, and offers.</summary>
internal sealed partial class Replay
{
    // Between two tickets of the record there is room for those who wait only in the tested world.
    private const long TicketStep = 1L << 20;

    private readonly Dictionary<long, RequestReplay> _waiting = [];
    private readonly HashSet<RequestReplay> _waitingAlone = [];

    private void Joined(Step step, WalkReplay walk, RequestReplay request)
    {
        var (fact, now) = (step.Fact!, step.At);
        Expect(step, walk, walk.Next.Need == Need.Place);
        walk.Align(RequestPhase.PrimaryWait);
        // Counted by the queue itself, with this one where it joined.
        var others = fact.Waiting ?? fact.Position!.Value - 1;
        var hasRoom = others < _r.Policy.Walk.PrimaryWait.MaxWaiting;
        if (request.IsOnRecord)
            JoinUnderTest(request, others + MoreWaiting(), fact.Ticket, now);
        if (fact.Ticket is { } given)
        {
            var ticket = given * TicketStep;
            _lastTicket = Math.Max(_lastTicket, ticket);
            _byTicket[ticket] = walk;
            _waiting[ticket] = request;
            _r.Queue.TryJoin(WaiterOf(walk, ticket));
            walk.Queued(ticket, now);
        }
        else
            walk.QueueFull(now);
        var isInOrder = step.Placing == Placing.Known && !step.IsBehindGap && !_record.HasSteppedBack;
        _decisions.Compare(DecisionKind.Wait, hasRoom == (fact.Kind == "queued") && (!isInOrder || _r.Queue.Count == fact.Position), step,
            () => $"{others} others waited, computed {_r.Queue.Count - 1}");
        KeepOrLeave(walk, request, now);
    }

    /// <summary>How many more wait in the tested world than in the record.</summary>
    private int MoreWaiting()
    {
        if (!_isApart)
            return 0;
        _waitingAlone.RemoveWhere(request => request.IsOver || request.Walk.Next.Need != Need.Offer);
        return _waitingAlone.Count - _waiting.Values.Count(request => !request.IsOnRecord);
    }

    private void JoinUnderTest(RequestReplay request, int others, long? ticket, DateTimeOffset now)
    {
        request.Walk.Align(RequestPhase.PrimaryWait);
        if (others < _c.Policy.Walk.PrimaryWait.MaxWaiting)
            Queue(request, ticket * TicketStep ?? NextTicket(), now);
        else
            request.Walk.QueueFull(now);
    }

    private void Woken(Step step, WalkReplay walk, RequestReplay request)
    {
        var (fact, now, backend) = (step.Fact!, step.Fact!.At, _r.ReplayOf(step.Fact!.Backend!)!);
        Expect(step, walk, walk.Next.Need == Need.Offer);
        CountOffer(step, backend, FirstOffer(now), walk.Ticket ?? 0);
        if (request.IsOnRecord)
        {
            if (_c.ReplayOf(fact.Backend!) is { } own && IsOfferedAsRecorded(own, request, now))
            {
                Force(_c.Queue, request.Walk, own.Index);
                request.Walk.Offered(own.Index);
            }
            else
                Leave(request, now);
        }
        Force(_r.Queue, walk, backend.Index);
        walk.Offered(backend.Index);
        KeepOrLeave(walk, request, now);
    }

    // It was made between what stands before and behind it; the waiter had left meanwhile.
    private void LostOffer(Step step)
    {
        if (_r.ReplayOf(step.Backend!) is not { } backend || !_byTicket.TryGetValue(step.Ticket * TicketStep, out var walk))
            return;
        if (FirstOffer(step.At) == (backend.Index, step.Ticket * TicketStep))
            CountOffer(step, backend, (backend.Index, step.Ticket * TicketStep), step.Ticket * TicketStep);
        else
            _decisions.AddUnknown(DecisionKind.Offer, step);
        Force(_r.Queue, walk, backend.Index);
    }

    private (int Backend, long Ticket)? FirstOffer(DateTimeOffset now)
    {
        foreach (var backend in _r.Policy.Catalog.PoolMembers[0])
            if (_r.Queue.FirstFor(_r.Board, backend, now) is { } waiter)
                return (backend, waiter.Ticket);
        return null;
    }

    private void CountOffer(Step step, BackendReplay backend, (int Backend, long Ticket)? computed, long ticket)
    {
        var isSame = computed == (backend.Index, ticket);
        if (!isSame && (step.IsBehindGap || step.Placing != Placing.Known))
            _decisions.AddUnknown(DecisionKind.Offer, step);
        else
            _decisions.Compare(DecisionKind.Offer, isSame, step, () => computed is { } other
                ? $"{_r.Backends[other.Backend].Definition.Id} should have been offered to "
                    + $"{_byTicket.GetValueOrDefault(other.Ticket)?.Recorded.RequestId}, not {backend.Definition.Id}"
                : $"nothing should have been offered, not {backend.Definition.Id}");
    }

    // The record's offers are the tested world's where the backend stands the same and nobody of that world alone comes first.
    private bool IsOfferedAsRecorded(BackendReplay own, RequestReplay request, DateTimeOffset now)
    {
        if (!_c.IsPrimary(own) || !IsAsRecorded(own, request.Walk.Model, now))
            return false;
        return _c.Queue.FirstFor(_c.Board, own.Index, now) is not { } first || first.Ticket >= request.Walk.Ticket
            || _requestsByTicket.GetValueOrDefault(first.Ticket) is not { IsOnRecord: false };
    }

    private static void Force(WaitingQueue queue, WalkReplay walk, int backend)
    {
        // Whoever tries another is taken back first; it is of no account how the queue came to hold it for trying.
        queue.TryJoin(WaiterOf(walk, walk.Ticket ?? 0));
        queue.Offer(walk.Ticket ?? 0, backend);
    }

    private static Waiter WaiterOf(WalkReplay walk, long ticket) => new(ticket, walk.Model, walk.State.Wait!.NotBefore);
}
