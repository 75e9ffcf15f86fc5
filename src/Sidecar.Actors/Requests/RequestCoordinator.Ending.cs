using Akka.Actor;
using Sidecar.Backends;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;
using Sidecar.Pools;
using Sidecar.Relay;

namespace Sidecar.Requests;

/// <summary>Every way in which a walk ends, including a fault of the coordinator.</summary>
internal sealed partial class RequestCoordinator
{
    private State<RequestPhase, RequestData> EndWithout(WalkContext context, WalkState walk)
    {
        if (walk.Refusal(
            () => Recovery.RetryAfterSeconds(_with.Board.Current, walk.Request.Model, _with.Policy.FailOverNow, Now, walk.Request.Ask,
                walk.Request.Maker, walk.Setbacks.Spent),
            () => ExhaustedClause.Of(_with.Board.Current, walk, Now)) is not { } refusal)
        {
            context.Answer.TrySetResult(Abandoned.Instance);
            return End(context, walk, walk.Phase, 0, RelayOutcome.ClientGone.ToWire(), 0);
        }
        context.Answer.TrySetResult(new Refused(refusal));
        return End(context, walk, walk.Phase, refusal.Status, refusal.Code, 0);
    }

    private State<RequestPhase, RequestData> End(WalkContext context, WalkState walk, RequestPhase phase, int status, string code,
        long bytes, Ledger.AttemptRow? last = null, Domain.Attempts.AnswerJudgement? told = null)
    {
        var now = Now;
        context.Note(new WalkEnded(now, status, code, bytes, told?.Verdict, (long?)told?.RetryAfter?.TotalMilliseconds));
        var request = context.Request;
        _with.Ledger.Tell(
            new Ledger.LedgerProtocol.RecordWalk(new Ledger.WalkRow(request.Id, request.ArrivedAt, status, context.Facts), last), Self);
        EndMeasured(request, phase, walk.Sent, status, code, now);
        RequestLog.Ended(_with.Log, request.Id, RequestLog.Clip(request.Method), RequestLog.Clip(request.Path), request.Model, status, code,
            phase.ToWire(), walk.Sent, (now - request.ArrivedAt).TotalMilliseconds, bytes);
        context.StopWatching();
        return walk.Wait is null && _with.Idle.TryAdd(Self) ? GoTo(RequestPhase.Routing).Using(RequestData.None)
            : Stop().Using(RequestData.None);
    }

    // After a normal end the data is empty and there is nothing to do; after a fault this releases everything.
    protected override void PostStop()
    {
        if (StateData is WalkingData data)
        {
            data.Context.StopWatching();
            GiveBack(data);
            AnswerFault(data.Context, data.Walk.Sent);
        }
        base.PostStop();
    }

    private void GiveBack(WalkingData data)
    {
        switch (data)
        {
            case SeekingData seeking:
                if (seeking.Attempt is { } attempt && seeking.Flight is { } flight)
                {
                    flight.Abandon();
                    ReturnLease(seeking, attempt.Backend, attempt.Lease, attempt.Place);
                }
                else if (seeking.Walk.Next is { Need: Need.Lease, Backend: var asked })
                    ReturnLease(seeking, asked, seeking.Walk.Lease, 0);
                seeking.Held?.Answer.Dispose();
                if (seeking.Walk.Phase == RequestPhase.PrimaryWait)
                    _with.Pool.Tell(new PoolProtocol.LeaveQueue(seeking.Walk.Ticket), Self);
                break;
            case RelayingData relaying:
                ReturnLease(relaying, relaying.Held.Attempt.Backend, relaying.Held.Attempt.Lease, relaying.Held.Attempt.Place);
                if (!relaying.IsGiven)
                    relaying.Held.Answer.Dispose();
                break;
        }
    }

    private void ReturnLease(WalkingData data, int backend, LeaseKey lease, long place) =>
        SendTo(backend, new BackendProtocol.ReturnLease(IdOf(backend), lease, data.Walk.Request.Model, place));

    private void AnswerFault(WalkContext context, int sent)
    {
        if (!context.Answer.TrySetResult(new Refused(Refusals.InternalError)))
            return;
        EndMeasured(context.Request, StateName, sent, Refusals.InternalError.Status, Refusals.InternalError.Code, Now);
        RequestLog.Faulted(_with.Log, context.Request.Id, StateName.ToWire());
    }
}
