using Akka.Actor;
using Sidecar.Backends;
using Sidecar.Domain.Walk;
using static Sidecar.Requests.RequestProtocol;

namespace Sidecar.Requests;

/// <summary>Walks one request at a time through its phases: Routing, PrimaryWait, Emergency, Relaying.</summary>
/// <remarks>
/// Each phase looks for an answer in its own way; one attempt path serves them all. The first answer worth giving is
/// committed, and Relaying has no way back: once a byte may have reached the client, nothing is tried again.
/// However it ends, even by a fault, its client is answered once and its lease goes back.
/// A walk that ends with every question answered leaves the coordinator free for the next request; from any other, something may still be
/// said late, and the coordinator stops.
/// </remarks>
internal sealed partial class RequestCoordinator : FSM<RequestPhase, RequestData>
{
    private readonly RequestDependencies _with;
    private HandleRequest? _handle;
    private CancellationTokenRegistration _clientGone;
    private bool _mayBeToldLate;

    public RequestCoordinator(RequestDependencies dependencies)
    {
        _with = dependencies;
        StartWith(RequestPhase.Routing, RequestData.None);
        When(RequestPhase.Routing, WhileRouting);
        When(RequestPhase.PrimaryWait, WhileWaiting);
        When(RequestPhase.Emergency, WhileInEmergency);
        When(RequestPhase.Relaying, WhileRelaying);
        WhenUnhandled(DropStale);
        Initialize();
    }

    private DateTimeOffset Now => Context.System.Scheduler.Now;

    protected override void PostStop()
    {
        _clientGone.Dispose();
        LeaveNothingBehind(StateData);
        if (_handle is { } handle && handle.Answer.TrySetResult(new Refused(Refusals.InternalError)))
        {
            EndMeasured(handle.Request, StateName, SentSoFar, Refusals.InternalError.Status, Refusals.InternalError.Code, Now);
            RequestLog.Faulted(_with.Log, handle.Request.Id, StateName.ToWire());
        }
        base.PostStop();
    }

    /// <summary>After an orderly end the data is empty and there is nothing to do; after a fault this is what gives everything back.</summary>
    private void LeaveNothingBehind(RequestData data)
    {
        switch (data)
        {
            case SeekingData seeking:
                ReturnLease(seeking);
                if (data is PrimaryWaitData waiting)
                    _with.Pool.Tell(new Pools.PoolProtocol.LeaveQueue(waiting.Ticket), Self);
                (data as RoutingData)?.LastAnswer?.Answer.Dispose();
                break;
            case RelayingData relaying:
                ReturnLease(relaying.Walk, relaying.Held.Attempt.Backend, relaying.Held.Attempt.Lease, relaying.Held.Attempt.Place);
                if (!relaying.IsGiven)
                    relaying.Held.Answer.Dispose();
                break;
        }
    }

    // What is said late by one who could not know better: an offer after the wait was over, a ticket after the queue was left. And what may be asked at any time.
    private State<RequestPhase, RequestData> DropStale(Event<RequestData> @event) =>
        @event.FsmEvent switch
        {
            Pools.PoolProtocol.TryBackend or Pools.PoolProtocol.Queued or Pools.PoolProtocol.QueueFull or WaitOver or ClientGone => Stay(),
            BackendProtocol.LeaseGranted or BackendProtocol.LeaseRefused => Stay(),
            WalkSearch search => AnswerSearch(search),
            _ => null!,
        };

    private sealed record ClientGone
    {
        public static readonly ClientGone Instance = new();
    }

    private sealed record WaitOver
    {
        public static readonly WaitOver Instance = new();
    }
}
