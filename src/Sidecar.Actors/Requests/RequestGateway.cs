using Akka.Actor;
using Sidecar.Domain.Walk;
using static Sidecar.Requests.RequestProtocol;

namespace Sidecar.Requests;

/// <summary>Gives each request a coordinator of its own. One that fails is stopped, never restarted: its client is answered by its own last act.</summary>
/// <param name="dependencies">What coordinators work with.</param>
/// <param name="seed">Of the chance that requests are given.</param>
public sealed class RequestGateway(RequestDependencies dependencies, int seed) : UntypedActor
{
    private readonly Props _coordinator = Props.CreateBy(new Producer(dependencies));
    private readonly Random _chance = new(seed);
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
                Context.ActorOf(_coordinator).Tell(new RequestCoordinator.Begin(request, (ulong)_chance.NextInt64()));
                break;
            case StartDraining:
                _isDraining = true;
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
