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
        // It was begun, so that nothing spoke against it.
        Foresee(walk, request, null, now);
        Expect(step, walk, walk.Next.Need == Need.Place);
        walk.Align(RequestPhase.PrimaryWait);
        // Counted by the queue itself, with this one where it joined.
        var (others, held) = (fact.Waiting ?? fact.Position!.Value - 1, fact.Held ?? 0);
        var hasRoom = HasRoom(_r.Policy, others, held, walk);
        if (request.IsOnRecord)
            JoinUnderTest(request, others, held, fact.Ticket, now);
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

    private void Foregone(Step step, WalkReplay walk, RequestReplay request)
    {
        var isForeseen = walk.Next.Need == Need.Outlook;
        Expect(step, walk, isForeseen);
        if (!isForeseen)
            return;
        // When backends were to recover is noted as it was held then; that it was too late is decided.
        var outlook = new Outlook(step.Fact!.RetryAt, HasInFlight: false);
        _decisions.Compare(
            DecisionKind.Wait, outlook.IsHopeless(walk.WaitsUntil), step, () => $"it should have waited until {walk.WaitsUntil:O}");
        Foresee(walk, request, outlook, step.At);
        KeepOrLeave(walk, request, step.At);
    }

    /// <param name="walk">The record's.</param>
    /// <param name="request">The same under test.</param>
    /// <param name="noted">Null: a wait was begun.</param>
    /// <param name="now">The present.</param>
    private void Foresee(WalkReplay walk, RequestReplay request, Outlook? noted, DateTimeOffset now)
    {
        if (walk.Next.Need != Need.Outlook)
            return;
        if (request.IsOnRecord)
            request.Walk.Foreseen(OutlookUnderTest(walk, request.Walk, noted, now));
        walk.Foreseen(noted ?? Outlook.Good);
        KeepOrLeave(walk, request, now);
    }

    // What the record noted, where both worlds hold all that may be waited for to stand the same.
    private Outlook OutlookUnderTest(WalkReplay inRecord, WalkReplay own, Outlook? noted, DateTimeOffset now)
    {
        var isAlike = _c.CandidatesOf(own).Select(index => _c.Backends[index].Definition.Id)
            .SequenceEqual(_r.CandidatesOf(inRecord).Select(index => _r.Backends[index].Definition.Id))
            && _c.CandidatesOf(own).All(index => IsAsRecorded(_c.Backends[index], own.Model, now));
        return !isAlike || (noted is null && own.WaitsUntil < inRecord.WaitsUntil) ? _c.OutlookOf(own, now) : noted ?? Outlook.Good;
    }

    private static bool HasRoom(ReplayPolicy policy, int others, long held, WalkReplay walk) =>
        others < policy.Walk.PrimaryWait.MaxWaiting && held <= policy.Walk.PrimaryWait.MaxWaitingBytes - walk.Recorded.Bytes;

    /// <summary>How many more wait in the tested world than in the record, and with how many bytes more.</summary>
    private (int Count, long Bytes) MoreWaiting()
    {
        if (!_isApart)
            return (0, 0);
        _waitingAlone.RemoveWhere(request => request.IsOver || request.Walk.Next.Need != Need.Offer);
        var gone = _waiting.Values.Where(request => !request.IsOnRecord).ToList();
        return (_waitingAlone.Count - gone.Count, _waitingAlone.Sum(BytesOf) - gone.Sum(BytesOf));

        static long BytesOf(RequestReplay request) => request.Walk.Recorded.Bytes;
    }

    private void JoinUnderTest(RequestReplay request, int others, long held, long? ticket, DateTimeOffset now)
    {
        request.Walk.Align(RequestPhase.PrimaryWait);
        var (count, bytes) = MoreWaiting();
        if (HasRoom(_c.Policy, others + count, held + bytes, request.Walk))
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

    private (int Backend, long Ticket)? FirstOffer(DateTimeOffset now) =>
        _r.Queue.Peek(_r.Board, now) is { } wake ? (wake.Backend, wake.Waiter.Ticket) : null;

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
        if (!_c.IsWaitedFor(own) || !IsAsRecorded(own, request.Walk.Model, now))
            return false;
        return _c.Queue.FirstFor(_c.Board, own.Index, now) is not { } first || first.Ticket >= request.Walk.Ticket
            || _requestsByTicket.GetValueOrDefault(first.Ticket) is not { IsOnRecord: false };
    }

    private static void Force(WaitingQueue queue, WalkReplay walk, int backend)
    {
        // Whoever tries another is taken back first; it is of no account how the queue came to hold it for trying.
        if (!queue.IsIdle(walk.Ticket ?? 0))
            queue.TryJoin(WaiterOf(walk, walk.Ticket ?? 0));
        queue.Offer(walk.Ticket ?? 0, backend);
    }

    private static Waiter WaiterOf(WalkReplay walk, long ticket) =>
        new(ticket, walk.Model, walk.State.Wait!.NotBefore, walk.State.Request.Client ?? "", walk.Recorded.Bytes);
}
