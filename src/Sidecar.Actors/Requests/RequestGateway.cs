using Akka.Actor;
using Sidecar.Domain.Walk;
using static Sidecar.Requests.RequestProtocol;

namespace Sidecar.Requests;

/// <summary>Gives each request a coordinator of its own while it lasts. One that fails is stopped, never restarted, and answers its
/// client as its last act.</summary>
/// <param name="dependencies">The services that coordinators use.</param>
public sealed class RequestGateway(RequestDependencies dependencies) : UntypedActor
{
    private readonly Props _coordinator = Props.CreateBy(new Producer(dependencies)).WithDispatcher(Context.Props.Dispatcher);
    private bool _isDraining;

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HandleRequest request when _isDraining:
                Refuse(request, Refusals.ShuttingDown);
                break;
            case HandleRequest request:
                (dependencies.Idle.Take() ?? Context.ActorOf(_coordinator)).Tell(request);
                break;
            case StartDraining:
                _isDraining = true;
                dependencies.Idle.Close();
                break;
            case WalkSearch search:
                AskAll(search);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Refuse(HandleRequest handle, Refusal refusal)
    {
        var (request, now) = (handle.Request, Context.System.Scheduler.Now);
        handle.Answer.TrySetResult(new Refused(refusal));
        request.Trace?.End(null, 0, refusal.Status, refusal.Code, now);
        dependencies.Telemetry.Walks.Ended(null, refusal.Status, refusal.Code, now - request.ArrivedAt);
        RequestLog.RefusedUnread(
            dependencies.Log, request.Id, RequestLog.Clip(request.Method), RequestLog.Clip(request.Path), refusal.Status, refusal.Code);
    }

    // An index of walks by id would cost every request two writes to shared memory; this costs only the caller.
    private static void AskAll(WalkSearch search)
    {
        var coordinators = Context.GetChildren().ToList();
        search.Expect(coordinators.Count);
        foreach (var coordinator in coordinators)
            coordinator.Tell(search);
    }

    private sealed class Producer(RequestDependencies dependencies) : IIndirectActorProducer
    {
        public Type ActorType => typeof(RequestCoordinator);

        public ActorBase Produce() => new RequestCoordinator(dependencies);

        public void Release(ActorBase actor)
        {
        }
    }
}
