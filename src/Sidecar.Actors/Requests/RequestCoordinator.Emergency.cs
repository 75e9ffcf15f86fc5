using System.Collections.Immutable;
using Sidecar.Backends;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Requests;

/// <summary>Emergency: rounds over every backend that serves the model, cooling ones included, at a reduced rate.</summary>
internal sealed partial class RequestCoordinator
{
    private State<RequestPhase, RequestData> EnterEmergency(WalkContext walk, int sent)
    {
        _with.Emergencies.Tell(new EmergencyJournal.Activated(Now, walk.Request.Id, walk.Request.Model), Self);
        Enter(RequestPhase.Emergency);
        RequestLog.Emergency(_with.Log, walk.Request.Id, walk.Request.Model, _with.Policy.Emergency.RpmPerBackend);
        var data = new EmergencyData(walk, sent, Step.Idle, [], 0, 0, false, default);
        return Onward(data, GoTo(RequestPhase.Emergency));
    }

    private State<RequestPhase, RequestData> WhileInEmergency(Event<RequestData> @event)
    {
        var data = (EmergencyData)@event.StateData;
        return @event.FsmEvent switch
        {
            BackendProtocol.LeaseGranted granted when IsAwaited(data, granted.Lease) => SendInEmergency(data, granted),
            BackendProtocol.LeaseRefused refused when IsAwaited(data, refused.Lease) => AskNext(data, refused),
            UpstreamReplied replied => Judge(data, replied),
            Pools.PoolProtocol.AttemptNoted noted => AfterNote(data, noted),
            _ => null!,
        };
    }

    private State<RequestPhase, RequestData> Onward(EmergencyData data, State<RequestPhase, RequestData> stay)
    {
        var walk = data.Walk;
        if (data.Next >= data.Order.Length)
        {
            if (!WalkBudget.MayStartRound(_with.Policy, data.Rounds, data.SentInRound, Remaining(walk)))
                return EndExhausted(walk);
            var (board, now) = (_with.Board.Current, Now);
            var order = EmergencyOrder.Of(board, walk.Request.Model, data.Rejected, now);
            walk.Note(new RoundBegan(now, data.Rounds + 1, board, data.Rejected, order));
            if (order.Length == 0)
                return EndExhausted(walk);
            data = data with { Order = [.. order], Next = 0, Rounds = data.Rounds + 1, SentInRound = false };
        }
        if (Remaining(walk) <= TimeSpan.Zero)
            return EndExhausted(walk);
        if (walk.Request.ClientGone.IsCancellationRequested)
            return EndAbandoned(walk);
        return stay.Using(data with { Next = data.Next + 1, Step = AskForLease(data, data.Order[data.Next], isEmergency: true) });
    }

    private State<RequestPhase, RequestData> AskNext(EmergencyData data, BackendProtocol.LeaseRefused refused)
    {
        NoteRefused(data.Walk, refused);
        return Onward(data with { Step = Step.Idle }, Stay());
    }

    private State<RequestPhase, RequestData> SendInEmergency(EmergencyData data, BackendProtocol.LeaseGranted granted) =>
        Stay().Using(data with
        {
            Sent = data.Sent + 1,
            SentInRound = true,
            Step = Send(data.Walk, ((AwaitingLease)data.Step).Backend, granted, data.Sent + 1),
        });

    private State<RequestPhase, RequestData> AfterFailedEmergency(EmergencyData data, AwaitingNote noting)
    {
        noting.Failed?.Answer.Dispose();
        var rejected = noting.Verdict == AttemptVerdict.CredentialsRejected ? data.Rejected.With(noting.Attempt.Backend) : data.Rejected;
        return Onward(data with { Step = Step.Idle, Rejected = rejected }, Stay());
    }
}
