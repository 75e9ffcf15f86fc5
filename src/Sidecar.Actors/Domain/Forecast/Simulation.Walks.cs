using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Forecast;

/// <summary>Carries out what a simulated walk asks for, as the coordinator does.</summary>
internal sealed partial class Simulation
{
    private void Arrive(SimulatedWalk walk, DateTimeOffset now)
    {
        // A client that hung up would have done so here too.
        if (walk.Recorded.Facts[^1] is { Kind: "ended", Status: 0 } gone && gone.At > now)
            Arrange(gone.At, at => HangUp(walk, at));
        Become(walk, WalkDecisions.Begin(walk.Request, At(now)));
        Act(walk, now);
    }

    private void Become(SimulatedWalk walk, WalkState state)
    {
        walk.State = state;
        if ((state.Next.Queue & ~QueueWord.Refused) == QueueWord.None || walk.Ticket is not { } ticket)
            return;
        _pool.Queue.Leave(ticket, state.Next.Queue == QueueWord.Served);
        _waiting.Remove(ticket);
    }

    private void Act(SimulatedWalk walk, DateTimeOffset now)
    {
        while (!walk.IsOver)
        {
            var (state, at) = (walk.State, At(now));
            switch (state.Next.Need)
            {
                case Need.Pick:
                    Become(walk, WalkDecisions.Picked(state, WalkLooks.Pick(state, at.Board.Loads(now), at), at));
                    break;
                case Need.Lease:
                    Lease(walk, _backends[state.Next.Backend], now);
                    break;
                case Need.Note:
                    Become(walk, WalkDecisions.Noted(state, at));
                    break;
                case Need.Outlook:
                    Become(walk, WalkDecisions.Foreseen(state, WalkLooks.Ahead(state, at), at));
                    break;
                case Need.Place:
                    Join(walk, now);
                    break;
                case Need.Round:
                    Become(walk, WalkDecisions.RoundBegan(state, WalkLooks.RoundOrder(state, at), at));
                    break;
                case Need.Relay:
                    Finish(walk, walk.KeptBy ?? walk.Attempt?.Backend.Id, isGone: false);
                    return;
                case Need.End:
                    Finish(walk, null, state.Next.End == WalkEnd.ClientGone);
                    return;
                case Need.Offer:
                    ArrangeNext(walk, state.Wait!.Until, then =>
                    {
                        Become(walk, WalkDecisions.TimeOver(walk.State, At(then)));
                        Act(walk, then);
                    });
                    return;
                default:
                    Call(walk, _backends[state.Next.Backend], now);
                    return;
            }
        }
    }

    private void Lease(SimulatedWalk walk, SimulatedBackend backend, DateTimeOffset now)
    {
        var (serving, query) = (backend.Serving, walk.State.Query);
        var decided = serving.Decide(query, now);
        if (decided.IsGranted)
        {
            serving.Grant(query, now);
            Apply(backend, decided.Events);
            Become(walk, WalkDecisions.Granted(walk.State, At(now)));
        }
        else
        {
            serving.Refuse(decided.Refusal);
            var refused = WalkDecisions.Refused(walk.State, At(now));
            if (refused.Next.Queue.HasFlag(QueueWord.Refused))
                _pool.Refused(walk.Ticket!.Value, backend.Index, decided.RetryAt, decided.Refusal);
            Become(walk, refused);
        }
        backend.ShowLoad(now);
    }

    private void Join(SimulatedWalk walk, DateTimeOffset now)
    {
        var ticket = walk.Ticket ?? ++_lastTicket;
        if (!_pool.Queue.TryJoin(WalkLooks.AsWaiter(walk.State, ticket, walk.Recorded.Bytes)))
        {
            Become(walk, WalkDecisions.QueueFull(walk.State, At(now)));
            return;
        }
        (walk.Ticket, _waiting[ticket]) = (ticket, walk);
        Become(walk, WalkDecisions.Queued(walk.State, ticket, At(now)));
    }

    private bool Offer(DateTimeOffset now)
    {
        _pool.KeepPromises(now);
        if (_pool.Queue.Count == 0)
            return false;
        if (_pool.Queue.Next(_pool.Board, now) is { } wake)
        {
            var walk = _waiting[wake.Waiter.Ticket];
            Become(walk, WalkDecisions.Offered(walk.State, wake.Backend));
            Act(walk, now);
            return true;
        }
        if (_pool.Queue.NextDue(_pool.Board, now) is not { } due || due <= now || (due >= _offerDue && _offerDue > now))
            return false;
        _offerDue = due;
        Arrange(due, _ => { });
        // The offer may be due before the next scheduled action.
        return true;
    }

    private void HangUp(SimulatedWalk walk, DateTimeOffset now)
    {
        if (walk.IsOver)
            return;
        var (state, attempt) = (walk.State, walk.Attempt);
        if (state.Next.Need is Need.Answer or Need.Relay && attempt is not null)
        {
            attempt.Reply.Limit?.Ended(now);
            Return(attempt.Backend, state.Lease, null, now);
        }
        if (state.Next.Need == Need.Offer)
            Become(walk, WalkDecisions.HungUp(state, At(now)));
        Finish(walk, null, isGone: true);
    }

    private void Finish(SimulatedWalk walk, string? answeredBy, bool isGone)
    {
        walk.IsOver = true;
        var state = walk.State;
        if (walk.Recorded.IsCounted)
            _figures.Ended(new RequestFigures(
                state.Round is not null, walk.Ticket is null ? null : state.Wait!.Waited, answeredBy, isGone, walk.IsGuessed));
    }
}
