using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>The queue of primary-wait in the tested world, where it is not the record's.</summary>
internal sealed partial class Replay
{
    private DateTimeOffset _offerDue = DateTimeOffset.MaxValue;

    private void Queue(Rider rider, long ticket, DateTimeOffset now)
    {
        var walker = rider.Walker;
        _ridersByTicket[ticket] = rider;
        walker.Queued(ticket, now);
        if (walker.Next.Need == Need.Offer)
            _c.Queue.TryJoin(WaiterOf(walker, ticket));
        if (rider.IsOnRecord)
            Arrange(walker.State.Wait!.Until, at => EndRecordedWait(rider, walker.State.Wait!.Until, at));
    }

    // While the record's wait ends at the same time, the record says when exactly.
    private void EndRecordedWait(Rider rider, DateTimeOffset until, DateTimeOffset now)
    {
        if (!rider.IsOnRecord || rider.IsOver || rider.Walker.Next.Need != Need.Offer || rider.Walker.State.Wait!.Until != until
            || _walkers.GetValueOrDefault(rider.Walker.Walk.RequestId)?.State.Wait?.Until == until)
            return;
        rider.Walker.TimeOver(now);
        Leave(rider, now);
    }

    private void EndOwnWait(Rider rider, DateTimeOffset now)
    {
        if (rider.Walker.Next.Need != Need.Offer)
            return;
        rider.Walker.TimeOver(now);
        Act(rider, now);
    }

    /// <summary>Offers backends to those who wait in the tested world; where a recorded wait and its backend are as they were, the record
    /// makes the offer.</summary>
    private void Offer(DateTimeOffset now)
    {
        if (_c.Queue.Count == 0 || _c.Lanes.Count == 0)
            return;
        var hasOffered = true;
        while (hasOffered)
        {
            hasOffered = false;
            foreach (var index in _c.Policy.Catalog.PoolMembers[0])
            {
                if (_c.Queue.FirstFor(_c.Board, index, now) is not { } waiter || !_ridersByTicket.TryGetValue(waiter.Ticket, out var rider)
                    || (rider.IsOnRecord && IsAsRecorded(_c.Lanes[index], waiter.Model, now)))
                    continue;
                hasOffered = true;
                _c.Queue.Offer(waiter.Ticket, index);
                rider.Walker.Offered(index);
                if (rider.IsOnRecord)
                    Leave(rider, now);
                else
                    Act(rider, now);
            }
        }
        if (_c.Queue.NextDue(_c.Board, now) is { } due && due > now && (due < _offerDue || _offerDue <= now))
        {
            _offerDue = due;
            Arrange(due, _ => { });
        }
    }

    private bool IsAsRecorded(Lane own, string model, DateTimeOffset now) =>
        _r.LaneOf(own.Backend.Id) is { } lane && _r.IsPrimary(lane)
        && lane.State.IsOpenFor(model, now) == own.State.IsOpenFor(model, now)
            && lane.Limits.NextAt(now) > now == own.Limits.NextAt(now) > now;
}
