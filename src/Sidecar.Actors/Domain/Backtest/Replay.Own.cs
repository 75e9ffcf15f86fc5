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

    private void ArrangeNext(RequestReplay request, DateTimeOffset at, Action<DateTimeOffset> run)
    {
        var turn = ++request.Turns;
        Arrange(at, now =>
        {
            if (request.Turns == turn && !request.IsOver)
                run(now);
        });
    }

    private void Leave(RequestReplay request, DateTimeOffset now)
    {
        request.IsOnRecord = false;
        _isApart = true;
        request.Rests(Certainty.Inferred);
        if (request.Walk.Recorded.IsCounted)
            Left++;
        // A client that hung up would have done so as well, at the latest then.
        if (request.Walk.Recorded.Facts[^1] is { Status: 0 } gone && gone.At > now)
            Arrange(gone.At, at => HangUp(request, at));
        Act(request, now);
    }

    private void Act(RequestReplay request, DateTimeOffset now)
    {
        var walk = request.Walk;
        while (!request.IsOver)
        {
            switch (walk.Next.Need)
            {
                case Need.Pick:
                    walk.Picked(Pick(_c, walk, [.. _c.Backends.Select(backend => LoadOf(_c, backend, walk.Model, now))], now), now);
                    break;
                case Need.Lease:
                    Ask(request, _c.Backends[walk.Next.Backend], now);
                    break;
                case Need.Outlook:
                    walk.Foreseen(_c.OutlookOf(walk, now));
                    break;
                case Need.Place when walk.Ticket is null && !HasRoom(_c.Policy, _c.Queue.Count, _c.Queue.Bytes, walk):
                    walk.QueueFull(now);
                    break;
                case Need.Place:
                    Queue(request, walk.Ticket ?? NextTicket(), now);
                    break;
                case Need.Round:
                    walk.RoundBegan(EmergencyOrder.Of(_c.Board, walk.Model, walk.State.Round!.Rejected, now), now);
                    break;
                case Need.Answer when walk.Asked is { } backend:
                    Call(request, backend, now);
                    return;
                case Need.Relay:
                    Finish(request, walk.Asked?.Definition.Id, walk.LastStatus ?? 200);
                    return;
                case Need.End:
                    Finish(request, null, walk.EndStatus);
                    return;
                case Need.Offer:
                    _waitingAlone.Add(request);
                    ArrangeNext(request, walk.State.Wait!.Until > now ? walk.State.Wait!.Until : now, at => EndOwnWait(request, at));
                    return;
                default:
                    return;
            }
        }
    }

    private void Ask(RequestReplay request, BackendReplay backend, DateTimeOffset now)
    {
        var (walk, query) = (request.Walk, request.Walk.State.Query);
        var decided = backend.Serving.Decide(query, now);
        if (!decided.IsGranted)
        {
            walk.Refused(backend, decided.Refusal, decided.RetryAt, now);
            return;
        }
        ApplyOwn(backend, decided.Events);
        backend.Grant(query, now);
        walk.Granted(backend, now);
    }

    private void Call(RequestReplay request, BackendReplay backend, DateTimeOffset now)
    {
        var outcome = _upstreams.Predict(backend.Definition.Id, now, backend.SentLately(now));
        var time = request.Walk.Time(now);
        if (outcome.Head >= time.Length)
        {
            var error = time.IsShare ? UpstreamError.FirstEventTimeout : UpstreamError.DeadlinePassed;
            outcome = outcome with
            {
                Verdict = AttemptClassifier.Classify(error, time.IsFair),
                Error = error,
                Status = null,
                Head = time.Length,
            };
        }
        request.Rests(outcome.Certainty);
        ArrangeNext(request, now + outcome.Head, at => HearOwn(request, backend, outcome, now, at));
    }

    private void HearOwn(RequestReplay request, BackendReplay backend, Prediction outcome, DateTimeOffset sentAt, DateTimeOffset now)
    {
        var walk = request.Walk;
        var isRelayed = outcome.Verdict.IsRelayed();
        Count(_tested, walk.Recorded, figures =>
            figures.Attempt(backend.Definition.Id, outcome.Verdict == AttemptVerdict.RateLimited, request.Certainty));
        if (outcome.Status is not null)
            backend.AnsweredAt = now;
        JudgeOwn(request, backend, AttemptReports.AtAnswer(FactsOf(walk, outcome) with
        {
            IsSilent = AttemptClassifier.IsTimeout(outcome.Verdict, outcome.Error) && backend.AnsweredAt < sentAt,
            IsLimitUsed = backend.Limits.AreWellUsed(now),
        }), now);
        if (!isRelayed)
            _c.Return(backend, walk.State.Lease, null);
        walk.Answered(outcome.Verdict, outcome.Error, outcome.Status, now);
        if (!isRelayed)
            Act(request, now);
        else
            ArrangeNext(request, sentAt + (outcome.Whole > outcome.Head ? outcome.Whole : outcome.Head), at =>
                EndOwnRelay(request, backend, outcome, at));
    }

    private void EndOwnRelay(RequestReplay request, BackendReplay backend, Prediction outcome, DateTimeOffset now)
    {
        var walk = request.Walk;
        JudgeOwn(request, backend, AttemptReports.AtEnd(FactsOf(walk, outcome), RelayOutcome.Completed), now);
        // The request is the same, so that its tokens are; a price is the tested backend's own.
        var known = walk.Recorded.Facts.Where(f => f.Attempt is not null)
            .Select(f => _record.Attempts.GetValueOrDefault((walk.Recorded.RequestId, f.Attempt!.Value)))
                .FirstOrDefault(a => a?.Usage.IsKnown == true);
        var cost = known is null ? null : TokenCost.Of(known.Usage, backend.Definition.FindModel(walk.Model)?.Price);
        Count(_tested, walk.Recorded, figures => figures.Used(known?.Used, cost, request.Certainty));
        _c.Return(backend, walk.State.Lease, known?.Used);
        Finish(request, backend.Definition.Id, outcome.Status ?? 200);
    }

    private void JudgeOwn(RequestReplay request, BackendReplay backend, AttemptReport? report, DateTimeOffset now) =>
        ApplyOwn(backend, backend.Serving.Decide(
            report, now, DrawnChance.Any($"{request.Walk.Recorded.RequestId}/{request.Walk.State.Sent}")));

    private static AttemptFacts FactsOf(WalkReplay walk, Prediction outcome) =>
        walk.FactsOf(walk.State.Sent, outcome.Verdict, outcome.Status, outcome.Error, (long?)outcome.RetryAfter?.TotalMilliseconds);

    private void ApplyOwn(BackendReplay backend, IReadOnlyList<IBackendEvent> events)
    {
        if (events.Count == 0)
            return;
        _c.Apply(backend, events);
        WatchExpiry(backend);
    }

    private void WatchExpiry(BackendReplay backend)
    {
        if (backend.Serving.NextExpiry is { } due)
            Arrange(due, now =>
            {
                if (backend.Serving.NextExpiry is not { } still || still > now)
                    return;
                // The record tells when its timer fired.
                if (_r.ReplayOf(backend.Definition.Id) is { } recorded && recorded.Serving.NextExpiry == still)
                    return;
                ApplyOwn(backend, backend.Serving.Expire(now));
            });
    }

    private void HangUp(RequestReplay request, DateTimeOffset now)
    {
        if (request.IsOver)
            return;
        var walk = request.Walk;
        if (walk.Next.Need is Need.Answer or Need.Relay && walk.Asked is { } backend)
            _c.Return(backend, walk.State.Lease, null);
        walk.HungUp(now);
        Finish(request, null, 0);
    }

    private void Finish(RequestReplay request, string? relayedBy, int status)
    {
        request.IsOver = true;
        Count(_tested, request.Walk.Recorded, figures => figures.Ended(request.Walk, relayedBy, status, request.Certainty));
    }

    private long NextTicket() => ++_lastTicket;
}
