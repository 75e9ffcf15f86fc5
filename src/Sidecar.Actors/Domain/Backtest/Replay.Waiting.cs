using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>Places in the queue of primary-wait, and offers.</summary>
internal sealed partial class Replay
{
    // Between two tickets of the record there is room for those who wait only in the tested world.
    private const long TicketStep = 1L << 20;

    private readonly Dictionary<long, Rider> _waiting = [];
    private readonly HashSet<Rider> _waitingAlone = [];

    private void Joined(Op op, Walker walker, Rider rider)
    {
        var (fact, now) = (op.Fact!, op.At);
        Expect(op, walker, walker.Next.Need == Need.Place);
        walker.Align(RequestPhase.PrimaryWait);
        // Counted by the queue itself, with this one where it joined.
        var others = fact.Waiting ?? fact.Position!.Value - 1;
        var hasRoom = others < _r.Policy.Walk.PrimaryWait.MaxWaiting;
        if (rider.IsOnRecord)
            JoinUnderTest(rider, others + MoreWaiting(), fact.Ticket, now);
        if (fact.Ticket is { } given)
        {
            var ticket = given * TicketStep;
            _lastTicket = Math.Max(_lastTicket, ticket);
            _byTicket[ticket] = walker;
            _waiting[ticket] = rider;
            _r.Queue.TryJoin(WaiterOf(walker, ticket));
            walker.Queued(ticket, now);
        }
        else
            walker.QueueFull(now);
        var isInOrder = op.Placing == Placing.Known && !op.IsBehindGap && !_record.HasSteppedBack;
        _decisions.Compare(DecisionKind.Wait, hasRoom == (fact.Kind == "queued") && (!isInOrder || _r.Queue.Count == fact.Position), op,
            () => $"{others} others waited, computed {_r.Queue.Count - 1}");
        KeepOrLeave(walker, rider, now);
    }

    /// <summary>How many more wait in the tested world than in the record.</summary>
    private int MoreWaiting()
    {
        if (!_isApart)
            return 0;
        _waitingAlone.RemoveWhere(rider => rider.IsOver || rider.Walker.Next.Need != Need.Offer);
        return _waitingAlone.Count - _waiting.Values.Count(rider => !rider.IsOnRecord);
    }

    private void JoinUnderTest(Rider rider, int others, long? ticket, DateTimeOffset now)
    {
        rider.Walker.Align(RequestPhase.PrimaryWait);
        if (others < _c.Policy.Walk.PrimaryWait.MaxWaiting)
            Queue(rider, ticket * TicketStep ?? NextTicket(), now);
        else
            rider.Walker.QueueFull(now);
    }

    private void Woken(Op op, Walker walker, Rider rider)
    {
        var (fact, now, lane) = (op.Fact!, op.Fact!.At, _r.LaneOf(op.Fact!.Backend!)!);
        Expect(op, walker, walker.Next.Need == Need.Offer);
        CountOffer(op, lane, FirstOffer(now), walker.Ticket ?? 0);
        if (rider.IsOnRecord)
        {
            if (_c.LaneOf(fact.Backend!) is { } own && IsOfferedAsRecorded(own, rider, now))
            {
                Force(_c.Queue, rider.Walker, own.Index);
                rider.Walker.Offered(own.Index);
            }
            else
                Leave(rider, now);
        }
        Force(_r.Queue, walker, lane.Index);
        walker.Offered(lane.Index);
        KeepOrLeave(walker, rider, now);
    }

    // It was made between what stands before and behind it; the waiter had left meanwhile.
    private void LostOffer(Op op)
    {
        if (_r.LaneOf(op.Backend!) is not { } lane || !_byTicket.TryGetValue(op.Ticket * TicketStep, out var walker))
            return;
        if (FirstOffer(op.At) == (lane.Index, op.Ticket * TicketStep))
            CountOffer(op, lane, (lane.Index, op.Ticket * TicketStep), op.Ticket * TicketStep);
        else
            _decisions.AddUnknown(DecisionKind.Offer, op);
        Force(_r.Queue, walker, lane.Index);
    }

    private (int Backend, long Ticket)? FirstOffer(DateTimeOffset now)
    {
        foreach (var backend in _r.Policy.Catalog.PoolMembers[0])
            if (_r.Queue.FirstFor(_r.Board, backend, now) is { } waiter)
                return (backend, waiter.Ticket);
        return null;
    }

    private void CountOffer(Op op, Lane lane, (int Backend, long Ticket)? computed, long ticket)
    {
        var isSame = computed == (lane.Index, ticket);
        if (!isSame && (op.IsBehindGap || op.Placing != Placing.Known))
            _decisions.AddUnknown(DecisionKind.Offer, op);
        else
            _decisions.Compare(DecisionKind.Offer, isSame, op, () => computed is { } other
                ? $"{_r.Lanes[other.Backend].Backend.Id} should have been offered to {_byTicket.GetValueOrDefault(other.Ticket)?.Walk.RequestId}, not {lane.Backend.Id}"
                : $"nothing should have been offered, not {lane.Backend.Id}");
    }

    // The record's offers are the tested world's where the backend stands the same and nobody of that world alone comes first.
    private bool IsOfferedAsRecorded(Lane own, Rider rider, DateTimeOffset now)
    {
        if (!_c.IsPrimary(own) || !IsAsRecorded(own, rider.Walker.Model, now))
            return false;
        return _c.Queue.FirstFor(_c.Board, own.Index, now) is not { } first || first.Ticket >= rider.Walker.Ticket
            || _ridersByTicket.GetValueOrDefault(first.Ticket) is not { IsOnRecord: false };
    }

    private static void Force(WaitingQueue queue, Walker walker, int backend)
    {
        // Whoever tries another is taken back first; it is of no account how the queue came to hold it for trying.
        queue.TryJoin(WaiterOf(walker, walker.Ticket ?? 0));
        queue.Offer(walker.Ticket ?? 0, backend);
    }

    private static Waiter WaiterOf(Walker walker, long ticket) => new(ticket, walker.Model, walker.State.Wait!.NotBefore);
}
