using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>The queue of primary-wait in the tested world, where it is not the record's.</summary>
internal sealed partial class Replay
{
    private DateTimeOffset _offerDue = DateTimeOffset.MaxValue;

    private void Queue(RequestReplay request, long ticket, DateTimeOffset now)
    {
        var walk = request.Walk;
        _requestsByTicket[ticket] = request;
        walk.Queued(ticket, now);
        if (walk.Next.Need == Need.Offer)
            _c.Queue.TryJoin(WaiterOf(walk, ticket));
        if (request.IsOnRecord)
            Arrange(walk.State.Wait!.Until, at => EndRecordedWait(request, walk.State.Wait!.Until, at));
    }

    // While the record's wait ends at the same time, the record says when exactly.
    private void EndRecordedWait(RequestReplay request, DateTimeOffset until, DateTimeOffset now)
    {
        if (!request.IsOnRecord || request.IsOver || request.Walk.Next.Need != Need.Offer || request.Walk.State.Wait!.Until != until
            || _walks.GetValueOrDefault(request.Walk.Recorded.RequestId)?.State.Wait?.Until == until)
            return;
        request.Walk.TimeOver(now);
        Leave(request, now);
    }

    private void EndOwnWait(RequestReplay request, DateTimeOffset now)
    {
        if (request.Walk.Next.Need != Need.Offer)
            return;
        request.Walk.TimeOver(now);
        Act(request, now);
    }

    /// <summary>Offers backends to those who wait in the tested world; where a recorded wait and its backend are as they were, the record
    /// makes the offer.</summary>
    private void Offer(DateTimeOffset now)
    {
        if (_c.Queue.Count == 0 || _c.Backends.Count == 0)
            return;
        var hasOffered = true;
        while (hasOffered)
        {
            hasOffered = false;
            foreach (var index in _c.Policy.Catalog.PoolMembers.SelectMany(members => members))
            {
                if (_c.Queue.FirstFor(_c.Board, index, now) is not { } waiter
                    || !_requestsByTicket.TryGetValue(waiter.Ticket, out var request)
                    || (request.IsOnRecord && IsAsRecorded(_c.Backends[index], waiter.Model, now)))
                    continue;
                hasOffered = true;
                _c.Queue.Offer(waiter.Ticket, index);
                request.Walk.Offered(index);
                if (request.IsOnRecord)
                    Leave(request, now);
                else
                    Act(request, now);
            }
        }
        if (_c.Queue.NextDue(_c.Board, now) is { } due && due > now && (due < _offerDue || _offerDue <= now))
        {
            _offerDue = due;
            Arrange(due, _ => { });
        }
    }

    private bool IsAsRecorded(BackendReplay own, string model, DateTimeOffset now) =>
        _r.ReplayOf(own.Definition.Id) is { } backend && _r.IsWaitedFor(backend)
        && backend.State.IsOpenFor(model, now) == own.State.IsOpenFor(model, now)
            && backend.Limits.NextAt(now) > now == own.Limits.NextAt(now) > now;
}
