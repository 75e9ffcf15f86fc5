using Sidecar.Backends;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Walk;
using Sidecar.Domain.Wire;
using Sidecar.Relay;

namespace Sidecar.Requests;

/// <summary>Relaying: the client gets an answer.</summary>
internal sealed partial class RequestCoordinator
{
    private State<RequestPhase, RequestData> Commit(WalkContext context, WalkState walk, HeldAnswer held)
    {
        CancelTimer(WaitTimer);
        var attempt = held.Attempt;
        var isTold = held.IsAccounted;
        if (!isTold && held.HasTightLimits)
        {
            SendTo(attempt.Backend, new BackendProtocol.ReportLimits(attempt.Target.Id, attempt.Lease, held.Limits!));
            held = held with { Limits = null };
        }
        if (!isTold && AttemptReports.AtAnswer(FactsOf(context, held)) is { } beginning)
        {
            // The client's next request must find the backend open as well, so the client gets the answer only when the board shows that.
            SendTo(attempt.Backend, new BackendProtocol.ReportAttempt(attempt.Target.Id, attempt.Lease, beginning, attempt.Place));
            return GoTo(RequestPhase.Relaying).Using(new RelayingData(context, walk, held, IsTold: true, IsGiven: false));
        }
        return GoTo(RequestPhase.Relaying).Using(Give(new RelayingData(context, walk, held, isTold, IsGiven: false)));
    }

    private RelayingData Give(RelayingData data)
    {
        var attempt = data.Held.Attempt;
        MeasureAnswer(data.Context, data.Held);
        data.Context.Answer.TrySetResult(
            new Relayed(data.Held.Answer, data.Held.Status, attempt.Target, attempt.Phase, data.Walk.Sent, Self));
        return data with { IsGiven = true };
    }

    private State<RequestPhase, RequestData> EndRelayed(RelayingData data, RelayReport relay)
    {
        var (context, held) = (data.Context, data.Held);
        var backend = held.Attempt.Target;
        Ledger.AttemptRow? row = null;
        AnswerJudgement? told = null;
        if (relay.Outcome == RelayOutcome.Completed)
            _with.Board.Current.Gauges[held.Attempt.Backend].Answered(Now);
        if (!held.IsAccounted)
        {
            told = ToldLater(context, held, relay);
            var report = told is { } later
                ? AttemptReports.AfterError(FactsOf(context, held), later.Verdict, (long?)later.RetryAfter?.TotalMilliseconds)
                : AttemptReports.AtEnd(FactsOf(context, held), relay.Outcome);
            SendTo(held.Attempt.Backend, new BackendProtocol.CompleteLease(
                backend.Id, held.Attempt.Lease, report, TokensOf(relay), IsAwaited: false, held.Attempt.Place,
                held.Limits));
            row = AttemptRows.Relayed(context.Request, backend, held, relay, told?.Verdict, _with.Prices, Now);
            EndAttempt(context, backend, row);
            if (row.ErrorClass is null)
                _with.Telemetry.Usage.Served(context.Request.Prefers, backend.Id);
            RequestLog.Attempted(_with.Log, context.Request.Id, row, relay.Detail);
        }
        var status = relay.Outcome is RelayOutcome.ClientGone or RelayOutcome.ClientStalled ? 0 : held.Status;
        return End(context, data.Walk, held.Attempt.Phase, status, relay.Outcome.ToWire(), relay.Bytes, row, told);
    }

    private static AttemptFacts FactsOf(WalkContext context, HeldAnswer held) =>
        held.Attempt.Facts(context.Request, held.Verdict, held.Answer.Status, null, null);

    // An error reported after a good beginning counts more than how the answer ended.
    private AnswerJudgement? ToldLater(WalkContext context, HeldAnswer held, RelayReport relay)
    {
        if (relay.LaterError is not { } error || !Generation.IsAskedFor(context.Request.Method, context.Request.Path))
            return null;
        var hasOwn = held.Attempt.Target.HasOwnCredentials;
        var told = held.Answer.IsEventStream ? AnswerJudgement.OfEvent(error, hasOwn, Now)
            : AnswerJudgement.Of(new AnswerHead(held.Answer.Status, IsGeneration: true, hasOwn, IsEventStream: false), error, Now);
        return told.Verdict == AttemptVerdict.Success ? null : told with { RetryAfter = JudgedReply.Whole(told.RetryAfter) };
    }

    private static long? TokensOf(RelayReport relay) =>
        relay.Usage.Total ?? (relay.Usage.Prompt is { } prompt ? prompt + (relay.Usage.Completion ?? 0) : null);
}
