using Sidecar.Domain.Recordings;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>Replays the queue of primary-wait: places in it, and offers.</summary>
internal sealed partial class Replay
{
    private void Joined(Step step, WalkReplay walk)
    {
        var fact = step.Fact!;
        // The wait was begun, so it was not considered hopeless.
        if (walk.Next.Need == Need.Outlook)
            walk.Foresee(Outlook.Good);
        Expect(step, walk, walk.Next.Need == Need.Place);
        walk.Align(RequestPhase.PrimaryWait);
        // The queue itself counted these; a position includes this request.
        var others = fact.Waiting ?? fact.Position!.Value - 1;
        var hasRoom = WaitingQueue.HasRoom(_world.Policy.Walk.PrimaryWait, others, fact.Held ?? 0, walk.Recorded.Bytes);
        if (fact.Ticket is { } ticket)
        {
            _byTicket[ticket] = walk;
            _world.Queue.TryJoin(WalkLooks.AsWaiter(walk.State, ticket, walk.Recorded.Bytes));
            walk.Hear((state, at) => WalkDecisions.Queued(state, ticket, at), step.At);
        }
        else
            walk.Hear((state, at) => WalkDecisions.QueueFull(state, at), step.At);
        var isInOrder = step.Placing == Placing.Known && !step.IsBehindGap && !_record.HasSteppedBack;
        var isSame = hasRoom == (fact.Kind == "queued") && (!isInOrder || _world.Queue.Count == fact.Position);
        _decisions.Compare(DecisionKind.Wait, isSame, step, () => $"{others} others were waiting, computed {_world.Queue.Count - 1}");
    }

    private void Foregone(Step step, WalkReplay walk)
    {
        var isForeseen = walk.Next.Need == Need.Outlook;
        Expect(step, walk, isForeseen);
        if (!isForeseen)
            return;
        // The expected recovery is recorded as it was known then; that it would come too late is the decision to check.
        var outlook = new Outlook(step.Fact!.RetryAt, HasInFlight: false);
        _decisions.Compare(
            DecisionKind.Wait, outlook.IsHopeless(walk.WaitsUntil), step, () => $"it should have waited until {walk.WaitsUntil:O}");
        walk.Foresee(outlook);
    }

    // The end of a wait is not recorded; the next fact shows it.
    private void EndWait(Step step, WalkReplay walk)
    {
        if (walk.Next.Need != Need.Offer)
            return;
        _decisions.Compare(
            DecisionKind.Wait, walk.IsWaitOver(step.At), step, () => $"it should have waited until {walk.State.Wait!.Until:O}");
        walk.Hear((state, at) => WalkDecisions.TimeOver(state, at), step.At);
    }

    private void Woken(Step step, WalkReplay walk)
    {
        Expect(step, walk, walk.Next.Need == Need.Offer);
        var (offered, ticket) = (_world.IndexOf(step.Fact!.Backend), walk.State.Ticket ?? 0);
        CountOffer(step, offered, ticket, FirstOffer(step.Fact.At));
        Offer(walk, ticket, offered);
        walk.Hear((state, _) => WalkDecisions.Offered(state, offered), step.Fact.At);
    }

    // The offer was made between the steps before and after it, and by then the waiter had left.
    private void LostOffer(Step step)
    {
        if (!_byTicket.TryGetValue(step.Ticket, out var walk))
            return;
        var (offered, first) = (_world.IndexOf(step.Backend), FirstOffer(step.At));
        if (first == (offered, step.Ticket))
            CountOffer(step, offered, step.Ticket, first);
        else
            _decisions.Add(DecisionKind.Offer, step, Finding.Unknown);
        Offer(walk, step.Ticket, offered);
    }

    private (int Backend, long Ticket)? FirstOffer(DateTimeOffset now) =>
        _world.Queue.Peek(_world.Pool.Board, now) is { } wake ? (wake.Backend, wake.Waiter.Ticket) : null;

    private void CountOffer(Step step, int offered, long ticket, (int Backend, long Ticket)? computed) =>
        _decisions.Compare(DecisionKind.Offer, computed == (offered, ticket), step, () => computed is { } other
                ? $"{_world.IdOf(other.Backend)} should have been offered to "
                    + $"{_byTicket.GetValueOrDefault(other.Ticket)?.Recorded.RequestId}, not {_world.IdOf(offered)}"
                : $"nothing should have been offered, not {_world.IdOf(offered)}",
            step.IsBehindGap || step.Placing != Placing.Known ? Finding.Unknown : Finding.Different);

    private void Offer(WalkReplay walk, long ticket, int backend)
    {
        // A waiter that is trying another backend is put back into the queue first; why the queue counted it as trying does not matter.
        if (!_world.Queue.IsIdle(ticket))
            _world.Queue.TryJoin(WalkLooks.AsWaiter(walk.State, ticket, walk.Recorded.Bytes));
        _world.Queue.Offer(ticket, backend);
    }
}
