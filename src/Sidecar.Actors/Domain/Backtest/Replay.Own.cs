using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>Walks that have left the record, and everything else that happens in the tested world alone.</summary>
internal sealed partial class Replay
{
    private readonly PriorityQueue<Action<DateTimeOffset>, (DateTimeOffset, long)> _due = new();
    private long _arranged;
    private long _lastTicket;

    private void RunUntil(DateTimeOffset limit)
    {
        while (_due.TryPeek(out var run, out var key) && key.Item1 < limit)
        {
            _due.Dequeue();
            run(key.Item1);
            Offer(key.Item1);
        }
    }

    private void Arrange(DateTimeOffset at, Action<DateTimeOffset> run) => _due.Enqueue(run, (at, _arranged++));

    private void ArrangeStep(Rider rider, DateTimeOffset at, Action<DateTimeOffset> run)
    {
        var step = ++rider.Steps;
        Arrange(at, now =>
        {
            if (rider.Steps == step && !rider.IsOver)
                run(now);
        });
    }

    private void Leave(Rider rider, DateTimeOffset now)
    {
        rider.IsOnRecord = false;
        _isApart = true;
        rider.Rests(Certainty.Inferred);
        if (rider.Walker.Walk.IsCounted)
            Left++;
        // A client that hung up would have done so as well, at the latest then.
        if (rider.Walker.Walk.Facts[^1] is { Status: 0 } gone && gone.At > now)
            Arrange(gone.At, at => HangUp(rider, at));
        Act(rider, now);
    }

    private void Act(Rider rider, DateTimeOffset now)
    {
        var walker = rider.Walker;
        while (!rider.IsOver)
        {
            switch (walker.Next.Need)
            {
                case Need.Pick:
                    walker.Picked(Pick(_c, walker, [.. _c.Lanes.Select(lane => LoadOf(_c, lane, walker.Model, now))], now), now);
                    break;
                case Need.Lease:
                    Ask(rider, _c.Lanes[walker.Next.Backend], now);
                    break;
                case Need.Place when walker.Ticket is null && _c.Queue.Count >= _c.Policy.Walk.PrimaryWait.MaxWaiting:
                    walker.QueueFull(now);
                    break;
                case Need.Place:
                    Queue(rider, walker.Ticket ?? NextTicket(), now);
                    break;
                case Need.Round:
                    walker.RoundBegan(EmergencyOrder.Of(_c.Board, walker.Model, walker.State.Round!.Rejected, now), now);
                    break;
                case Need.Answer when walker.Lane is { } lane:
                    Call(rider, lane, now);
                    return;
                case Need.Relay:
                    Finish(rider, walker.Lane?.Backend.Id, walker.LastStatus ?? 200);
                    return;
                case Need.End:
                    Finish(rider, null, walker.EndStatus);
                    return;
                case Need.Offer:
                    _waitingAlone.Add(rider);
                    ArrangeStep(rider, walker.State.Wait!.Until > now ? walker.State.Wait!.Until : now, at => EndOwnWait(rider, at));
                    return;
                default:
                    return;
            }
        }
    }

    private void Ask(Rider rider, Lane lane, DateTimeOffset now)
    {
        var (walker, query) = (rider.Walker, rider.Walker.State.Query);
        var decided = lane.Serving.Decide(query, now);
        if (!decided.IsGranted)
        {
            walker.Refused(lane, decided.Refusal, decided.RetryAt, now);
            return;
        }
        ApplyOwn(lane, decided.Events);
        lane.Grant(query, now);
        walker.Granted(lane, now);
    }

    private void Call(Rider rider, Lane lane, DateTimeOffset now)
    {
        var outcome = _record.Upstreams.Predict(lane.Backend.Id, now, lane.SentLately(now));
        var left = rider.Walker.Remaining(now);
        if (rider.Walker.Share(now) is { } share && outcome.Head >= share)
            outcome = outcome with
            {
                Verdict = AttemptVerdict.FailedTransport,
                Error = UpstreamError.FirstEventTimeout,
                Status = null,
                Head = share,
            };
        else if (outcome.Head >= left)
            outcome = outcome with { Verdict = AttemptVerdict.Abandoned, Error = UpstreamError.DeadlinePassed, Status = null, Head = left };
        rider.Rests(outcome.Certainty);
        ArrangeStep(rider, now + outcome.Head, at => HearOwn(rider, lane, outcome, now, at));
    }

    private void HearOwn(Rider rider, Lane lane, Prediction outcome, DateTimeOffset sentAt, DateTimeOffset now)
    {
        var walker = rider.Walker;
        var isRelayed = outcome.Verdict.IsRelayed();
        Count(_tested, walker.Walk, figures =>
            figures.Attempt(lane.Backend.Id, outcome.Verdict == AttemptVerdict.RateLimited, rider.Certainty));
        JudgeOwn(rider, lane, AttemptReports.AtAnswer(FactsOf(walker, outcome)), now);
        if (!isRelayed)
            _c.Return(lane, walker.State.Lease, null);
        walker.Answered(outcome.Verdict, outcome.Error, outcome.Status, now);
        if (!isRelayed)
            Act(rider, now);
        else
            ArrangeStep(rider, sentAt + (outcome.Whole > outcome.Head ? outcome.Whole : outcome.Head), at =>
                EndOwnRelay(rider, lane, outcome, at));
    }

    private void EndOwnRelay(Rider rider, Lane lane, Prediction outcome, DateTimeOffset now)
    {
        var walker = rider.Walker;
        JudgeOwn(rider, lane, AttemptReports.AtEnd(FactsOf(walker, outcome), RelayOutcome.Completed), now);
        // The request is the same, so that its tokens are; a price is the tested backend's own.
        var known = walker.Walk.Facts.Where(f => f.Attempt is not null)
            .Select(f => _record.Attempts.GetValueOrDefault((walker.Walk.RequestId, f.Attempt!.Value)))
                .FirstOrDefault(a => a?.Usage.IsKnown == true);
        var cost = known is null ? null : TokenCost.Of(known.Usage, lane.Backend.FindModel(walker.Model)?.Price);
        Count(_tested, walker.Walk, figures => figures.Used(known?.Used, cost, rider.Certainty));
        _c.Return(lane, walker.State.Lease, known?.Used);
        Finish(rider, lane.Backend.Id, outcome.Status ?? 200);
    }

    private void JudgeOwn(Rider rider, Lane lane, AttemptReport? report, DateTimeOffset now) =>
        ApplyOwn(lane, lane.Serving.Decide(report, now, DrawnChance.Any($"{rider.Walker.Walk.RequestId}/{rider.Walker.State.Sent}")));

    private static AttemptFacts FactsOf(Walker walker, Prediction outcome) =>
        walker.FactsOf(walker.State.Sent, outcome.Verdict, outcome.Status, outcome.Error, (long?)outcome.RetryAfter?.TotalMilliseconds);

    private void ApplyOwn(Lane lane, IReadOnlyList<IBackendEvent> events)
    {
        if (events.Count == 0)
            return;
        _c.Apply(lane, events);
        WatchExpiry(lane);
    }

    private void WatchExpiry(Lane lane)
    {
        if (lane.Serving.NextExpiry is { } due)
            Arrange(due, now =>
            {
                if (lane.Serving.NextExpiry is not { } still || still > now)
                    return;
                // The record tells when its timer fired.
                if (_r.LaneOf(lane.Backend.Id) is { } recorded && recorded.Serving.NextExpiry == still)
                    return;
                ApplyOwn(lane, lane.Serving.Expire(now));
            });
    }

    private void HangUp(Rider rider, DateTimeOffset now)
    {
        if (rider.IsOver)
            return;
        var walker = rider.Walker;
        if (walker.Next.Need is Need.Answer or Need.Relay && walker.Lane is { } lane)
            _c.Return(lane, walker.State.Lease, null);
        walker.HungUp(now);
        Finish(rider, null, 0);
    }

    private void Finish(Rider rider, string? relayedBy, int status)
    {
        rider.IsOver = true;
        Count(_tested, rider.Walker.Walk, figures => figures.Ended(rider.Walker, relayedBy, status, rider.Certainty));
    }

    private long NextTicket() => ++_lastTicket;
}
