using System.Collections.Immutable;
using Akka.Actor;
using Sidecar.Backends;
using Sidecar.Domain.Walk;
using static Sidecar.Diagnostics.TelemetryNames;
using static Sidecar.Pools.PoolProtocol;

namespace Sidecar.Requests;

/// <summary>PrimaryWait: queue, first come first served, for a backend of the primary pool; woken when one may have room.</summary>
internal sealed partial class RequestCoordinator
{
    private const string WaitTimer = "wait-over";

    private State<RequestPhase, RequestData> EnterPrimaryWait(WalkContext walk, int sent)
    {
        var now = Now;
        var budget = _with.Policy.PrimaryWait.Budget;
        var remaining = Remaining(walk);
        var until = now + (budget < remaining ? budget : remaining);
        _mayBeToldLate = true;
        SetTimer(WaitTimer, WaitOver.Instance, until - now);
        // While an attempt is under way the call itself hears of a hang-up; a request that only waits has nobody else to tell it.
        var self = Self;
        _clientGone = walk.Request.ClientGone.UnsafeRegister(static s => ((IActorRef)s!).Tell(ClientGone.Instance, ActorRefs.NoSender), self);
        Enter(RequestPhase.PrimaryWait);
        var data = new PrimaryWaitData(walk, sent, Step.Idle, now, until, 0, null, false, null, ImmutableDictionary<int, DateTimeOffset>.Empty);
        return GoTo(RequestPhase.PrimaryWait).Using(JoinQueue(data));
    }

    private State<RequestPhase, RequestData> WhileWaiting(Event<RequestData> @event)
    {
        var data = (PrimaryWaitData)@event.StateData;
        return @event.FsmEvent switch
        {
            Queued queued => StandInQueue(data, queued),
            QueueFull full => LeaveFullQueue(data, full),
            TryBackend offer when data.Step == Step.Idle && data.IsQueued => TryOffered(data, offer),
            BackendProtocol.LeaseGranted granted when IsAwaited(data, granted.Lease) => SendWaited(data, granted),
            BackendProtocol.LeaseRefused refused when IsAwaited(data, refused.Lease) => WaitOn(data, refused),
            UpstreamReplied replied => Judge(data, replied),
            AttemptNoted noted => AfterNote(data, noted),
            WaitOver when data.Step == Step.Idle && data.IsQueued => LeaveWaiting(data, WaitOutcomes.GaveUp),
            ClientGone when data.Step == Step.Idle && data.IsQueued => LeaveForGood(data),
            _ => null!,
        };
    }

    private State<RequestPhase, RequestData> StandInQueue(PrimaryWaitData data, Queued queued)
    {
        data.Walk.Note(new WaitBegan(Now, queued.Ticket, queued.Position));
        var standing = data with { Ticket = queued.Ticket, IsQueued = true };
        // What happened while the pool was being asked: it leaves from its place, so that the pool and the record know whom they lose.
        if (data.Walk.Request.ClientGone.IsCancellationRequested)
            return LeaveForGood(standing);
        return Now < data.Until ? Stay().Using(standing) : LeaveWaiting(standing, WaitOutcomes.GaveUp);
    }

    private State<RequestPhase, RequestData> LeaveFullQueue(PrimaryWaitData data, QueueFull full)
    {
        data.Walk.Note(new WaitRefused(Now, full.Waiting));
        return data.Walk.Request.ClientGone.IsCancellationRequested ? LeaveForGood(data) : LeaveWaiting(data, WaitOutcomes.QueueFull);
    }

    private State<RequestPhase, RequestData> TryOffered(PrimaryWaitData data, TryBackend offer)
    {
        data.Walk.Note(new WaitWoken(offer.At, offer.Ticket, IdOf(offer.Backend), offer.Place));
        return Stay().Using(data with { Step = AskForLease(data, offer.Backend, isEmergency: false) });
    }

    private State<RequestPhase, RequestData> WaitOn(PrimaryWaitData data, BackendProtocol.LeaseRefused refused)
    {
        NoteRefused(data.Walk, refused);
        _with.Pool.Tell(new RefusedLease(data.Ticket!.Value, ((AwaitingLease)data.Step).Backend, refused.RetryAt));
        var idle = data with { Step = Step.Idle };
        if (data.Walk.Request.ClientGone.IsCancellationRequested)
            return LeaveForGood(idle);
        return Now < data.Until ? Stay().Using(idle) : LeaveWaiting(idle, WaitOutcomes.GaveUp);
    }

    private State<RequestPhase, RequestData> SendWaited(PrimaryWaitData data, BackendProtocol.LeaseGranted granted)
    {
        _with.Pool.Tell(new LeaveQueue(data.Ticket!.Value, HasTried: true), Self);
        EndWait(data, WaitOutcomes.Served);
        var backend = ((AwaitingLease)data.Step).Backend;
        return Stay().Using(data with
        {
            Sent = data.Sent + 1,
            SentHere = data.SentHere + 1,
            IsQueued = false,
            Since = null,
            Step = Send(data.Walk, backend, granted, data.Sent + 1),
        });
    }

    private State<RequestPhase, RequestData> AfterFailedWait(PrimaryWaitData data, AwaitingNote noting)
    {
        noting.Failed?.Answer.Dispose();
        // A backend that failed but does not rest would be offered again at once; the interval keeps this from becoming a burst.
        var notBefore = data.NotBefore.SetItem(noting.Attempt.Backend, noting.At + _with.Policy.PrimaryWait.Interval);
        var waiting = data with { Step = Step.Idle, NotBefore = notBefore };
        if (!WalkBudget.MayWaitOn(_with.Policy, data.SentHere, data.Until, Now))
            return LeaveWaiting(waiting, WaitOutcomes.GaveUp);
        return Stay().Using(JoinQueue(waiting));
    }

    private State<RequestPhase, RequestData> LeaveWaiting(PrimaryWaitData data, string outcome)
    {
        LeaveTheQueue(data, outcome);
        return WalkBudget.AfterPrimaryWait(_with.Policy, Remaining(data.Walk)) == NextMove.Emergency
            ? EnterEmergency(data.Walk, data.Sent)
            : EndExhausted(data.Walk);
    }

    private State<RequestPhase, RequestData> LeaveForGood(PrimaryWaitData data)
    {
        LeaveTheQueue(data, WaitOutcomes.ClientGone);
        return EndAbandoned(data.Walk);
    }

    private void LeaveTheQueue(PrimaryWaitData data, string outcome)
    {
        EndWait(data, outcome);
        CancelTimer(WaitTimer);
        _with.Pool.Tell(new LeaveQueue(data.Ticket), Self);
    }

    private PrimaryWaitData JoinQueue(PrimaryWaitData data)
    {
        _with.Pool.Tell(new JoinQueue(data.Ticket, data.Walk.Request.Model, data.NotBefore, data.Walk.Request.Id, data.Began, data.Until), Self);
        return BeginWait(data);
    }

    private static bool IsAwaited(SeekingData data, Domain.Limits.LeaseKey lease) => data.Step is AwaitingLease waiting && waiting.Lease == lease;
}
