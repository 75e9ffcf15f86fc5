using Akka.Actor;
using Sidecar.Domain.Walk;
using static Sidecar.Requests.RequestProtocol;

namespace Sidecar.Requests;

/// <summary>Gives each request a coordinator that is its own while it lasts. One that fails is stopped, never restarted: its client is answered by its own last act.</summary>
/// <param name="dependencies">What coordinators work with.</param>
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
                request.Answer.TrySetResult(new Refused(Refusals.ShuttingDown));
                RequestLog.RefusedUnread(dependencies.Log, request.Request.Id, request.Request.Method, request.Request.Path, Refusals.ShuttingDown.Status, Refusals.ShuttingDown.Code);
                break;
            case HandleRequest request:
                (dependencies.Idle.Take() ?? Context.ActorOf(_coordinator)).Tell(request);
                break;
            case StartDraining:
                _isDraining = true;
                dependencies.Idle.Close();
                break;
            default:
                Unhandled(message);
                break;
        }
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
