using Akka.Actor;
using Sidecar.Backends;
using Sidecar.Domain.Walk;
using static Sidecar.Pools.PoolProtocol;
using static Sidecar.Requests.RequestProtocol;

namespace Sidecar.Requests;

/// <summary>Walks one request at a time through its phases: Routing, PrimaryWait, Emergency, Relaying.</summary>
/// <remarks>
/// <see cref="WalkDecisions"/> decides what a walk does next; this actor passes the facts in and executes the result. Relaying has no way
/// back: once a byte may have reached the client, nothing is retried. However a walk ends, even by a fault, its client is answered once
/// and its lease is returned. If every question was answered, the coordinator is free for the next request; after a wait, late messages
/// are possible, and the coordinator stops.
/// </remarks>
internal sealed partial class RequestCoordinator : FSM<RequestPhase, RequestData>
{
    private readonly RequestDependencies _with;

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

    private State<RequestPhase, RequestData> WhileRouting(Event<RequestData> @event) => (@event.FsmEvent, @event.StateData) switch
    {
        (HandleRequest handle, _) => Begin(handle),
        (_, SeekingData data) => WhileSeeking(data, @event.FsmEvent),
        _ => null!,
    };

    private State<RequestPhase, RequestData> WhileWaiting(Event<RequestData> @event) =>
        (@event.FsmEvent, (SeekingData)@event.StateData) switch
        {
            (Queued queued, { Walk.Next.Need: Need.Place } data) => StandInQueue(data, queued),
            (QueueFull full, { Walk.Next.Need: Need.Place } data) => LeaveFullQueue(data, full),
            (TryBackend offer, { Walk.Next.Need: Need.Offer } data) => TryOffered(data, offer),
            (WaitOver, { Walk.Next.Need: Need.Offer } data) => Carry(data, WalkDecisions.TimeOver(data.Walk, MomentOf(data))),
            (ClientGone, { Walk.Next.Need: Need.Offer } data) => Carry(data, WalkDecisions.HungUp(data.Walk, MomentOf(data))),
            (var other, var data) => WhileSeeking(data, other),
        };

    private State<RequestPhase, RequestData> WhileInEmergency(Event<RequestData> @event) =>
        WhileSeeking((SeekingData)@event.StateData, @event.FsmEvent);

    private State<RequestPhase, RequestData> WhileRelaying(Event<RequestData> @event) => (@event.FsmEvent, @event.StateData) switch
    {
        (AttemptNoted noted, RelayingData { IsGiven: false } data) when noted.Lease == data.Held.Attempt.Lease => Stay().Using(Give(data)),
        (RelayEnded ended, RelayingData data) => EndRelayed(data, ended.Report),
        _ => null!,
    };

    // The one attempt path that all phases use: ask for a lease, send, classify the reply.
    private State<RequestPhase, RequestData> WhileSeeking(SeekingData data, object message) => message switch
    {
        BackendProtocol.LeaseGranted granted when data.Walk.Awaits(granted.Lease) => Send(data, granted),
        BackendProtocol.LeaseRefused refused when data.Walk.Awaits(refused.Lease) => PassOver(data, refused),
        UpstreamReplied replied => Judge(data, replied),
        AttemptNoted noted when data.Walk.Next.Need == Need.Note && data.Attempt!.Lease == noted.Lease =>
            Carry(data, WalkDecisions.Noted(data.Walk, MomentOf(data))),
        _ => null!,
    };

    // Late messages from senders that could not know better, such as an offer after the wait was over or a ticket after the queue was
    // left; and questions that may come at any time.
    private State<RequestPhase, RequestData> DropStale(Event<RequestData> @event) => @event.FsmEvent switch
    {
        TryBackend or Queued or QueueFull or WaitOver or ClientGone or AttemptNoted => Stay(),
        BackendProtocol.LeaseGranted or BackendProtocol.LeaseRefused => Stay(),
        WalkSearch search => AnswerSearch(search),
        _ => null!,
    };

    private Moment MomentOf(WalkingData data) => MomentOf(data.Context);

    private Moment MomentOf(WalkContext walk) => new(Now, _with.Policy, _with.Board.Current, walk.IsClientGone);

    private sealed record ClientGone
    {
        public static readonly ClientGone Instance = new();
    }

    private sealed record WaitOver
    {
        public static readonly WaitOver Instance = new();
    }
}
