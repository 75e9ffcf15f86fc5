using Sidecar.Backends;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;
using Sidecar.Relay;
using static Sidecar.Requests.RequestProtocol;

namespace Sidecar.Requests;

/// <summary>Relaying, and every way a walk ends.</summary>
internal sealed partial class RequestCoordinator
{
    private State<RequestPhase, RequestData> Commit(SeekingData seeking, HeldAnswer held)
    {
        CancelTimer(WaitTimer);
        var (walk, attempt, backend) = (seeking.Walk, held.Attempt, held.Attempt.Target);
        // A failed answer that is relayed for want of a better one was told and accounted for when it came.
        var isTold = held.Verdict == AttemptVerdict.FailedAnswer;
        if (!isTold && !attempt.IsClean)
        {
            // A stream may go on for minutes; those who wait for this backend should not wait for its end. The client's next request
            // must find the backend open, too: it is given the answer only when the board shows that.
            SendTo(attempt.Backend, new BackendProtocol.ReportAttempt(backend.Id, attempt.Lease, ReportOf(walk, held, AttemptPart.Beginning), attempt.Place));
            return GoTo(RequestPhase.Relaying).Using(new RelayingData(walk, seeking.Sent, held, IsTold: true, IsGiven: false));
        }
        return GoTo(RequestPhase.Relaying).Using(Give(new RelayingData(walk, seeking.Sent, held, isTold, IsGiven: false)));
    }

    private RelayingData Give(RelayingData data)
    {
        var attempt = data.Held.Attempt;
        MeasureAnswer(data.Walk, data.Held);
        data.Walk.Answer.TrySetResult(new Relayed(data.Held.Answer, attempt.Target, attempt.Phase, data.Sent, Self));
        return data with { IsGiven = true };
    }

    private State<RequestPhase, RequestData> WhileRelaying(Event<RequestData> @event) => (@event.FsmEvent, @event.StateData) switch
    {
        (Pools.PoolProtocol.AttemptNoted noted, RelayingData { IsGiven: false } data) when noted.Lease == data.Held.Attempt.Lease => Stay().Using(Give(data)),
        (RelayEnded ended, RelayingData data) => EndRelayed(data, ended.Report),
        _ => null!,
    };

    private State<RequestPhase, RequestData> EndRelayed(RelayingData data, RelayReport relay)
    {
        var (walk, held) = (data.Walk, data.Held);
        var backend = held.Attempt.Target;
        Ledger.AttemptRow? row = null;
        if (held.Verdict != AttemptVerdict.FailedAnswer)
        {
            var report = relay.Outcome switch
            {
                RelayOutcome.UpstreamBroke or RelayOutcome.UpstreamStalled => Interruption(walk, held, relay),
                RelayOutcome.Completed => ReportOf(walk, held, data.IsTold ? AttemptPart.Ending : AttemptPart.Whole),
                // Whoever hung up, the backend had begun well.
                _ => data.IsTold ? null : ReportOf(walk, held, AttemptPart.Beginning),
            };
            SendTo(held.Attempt.Backend, new BackendProtocol.CompleteLease(backend.Id, held.Attempt.Lease, report, TokensOf(relay), IsAwaited: false, held.Attempt.Place));
            row = AttemptRows.Relayed(walk.Request, backend, held, relay, Now);
            EndAttempt(walk, backend, row);
            RequestLog.Attempted(_with.Log, walk.Request.Id, row, relay.Detail);
        }
        return End(walk, held.Attempt.Phase, data.Sent, relay.Outcome == RelayOutcome.ClientGone ? 0 : held.Answer.Status, relay.Outcome.ToString(), relay.Bytes, row);
    }

    private State<RequestPhase, RequestData> EndExhausted(WalkContext walk)
    {
        var seconds = Recovery.RetryAfterSeconds(_with.Board.Current, walk.Request.Model, _with.Policy.FailOverNow, Now);
        return EndRefused(walk, Refusals.AllPoolsExhausted(seconds));
    }

    private State<RequestPhase, RequestData> EndRefused(WalkContext walk, Refusal refusal)
    {
        walk.Answer.TrySetResult(new Refused(refusal));
        return End(walk, StateName, SentSoFar, refusal.Status, refusal.Code, 0);
    }

    private State<RequestPhase, RequestData> EndAbandoned(WalkContext walk)
    {
        walk.Answer.TrySetResult(Abandoned.Instance);
        return End(walk, StateName, SentSoFar, 0, nameof(RelayOutcome.ClientGone), 0);
    }

    private State<RequestPhase, RequestData> End(WalkContext walk, RequestPhase phase, int sent, int status, string code, long bytes, Ledger.AttemptRow? last = null)
    {
        var now = Now;
        walk.Note(new WalkEnded(now, status, code, bytes));
        var request = walk.Request;
        _with.Ledger.Tell(new Ledger.LedgerProtocol.RecordWalk(new Ledger.WalkRow(request.Id, request.ArrivedAt, status, walk.Facts), last), Self);
        EndMeasured(request, phase, sent, status, code, now);
        RequestLog.Ended(_with.Log, request.Id, request.Method, request.Path, request.Model, status, code, phase.ToWire(), sent, (now - request.ArrivedAt).TotalMilliseconds, bytes);
        return Rest();
    }

    private State<RequestPhase, RequestData> Rest()
    {
        _handle = null;
        return _mayBeToldLate || !_with.Idle.TryAdd(Self) ? Stop().Using(RequestData.None) : GoTo(RequestPhase.Routing).Using(RequestData.None);
    }

    private int SentSoFar => (StateData as SeekingData)?.Sent ?? 0;

    private static AttemptReport ReportOf(WalkContext walk, HeldAnswer held, AttemptPart part) => new(
        walk.Request.Model, held.Verdict, held.Attempt.Epoch, null, new Cause(walk.Request.Id, held.Attempt.Number, held.Answer.Status), part);

    private static AttemptReport Interruption(WalkContext walk, HeldAnswer held, RelayReport relay)
    {
        var error = relay.Outcome == RelayOutcome.UpstreamStalled ? UpstreamError.BodyTimeout : UpstreamError.BodyInterrupted;
        return new AttemptReport(walk.Request.Model, AttemptVerdict.FailedTransport, held.Attempt.Epoch, null,
            new Cause(walk.Request.Id, held.Attempt.Number, held.Answer.Status, error.ToString()), AttemptPart.Ending);
    }

    private static long? TokensOf(RelayReport relay) => relay.Usage.Total ?? (relay.Usage.Prompt is { } prompt ? prompt + (relay.Usage.Completion ?? 0) : null);
}
