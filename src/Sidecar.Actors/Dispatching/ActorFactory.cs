using Akka.Actor;

namespace Sidecar.Dispatching;

/// <summary>Creates an actor by calling a delegate. <c>Props.Create</c> with an expression would compile each expression at run time,
/// which slows down the start noticeably.</summary>
internal sealed class ActorFactory : IIndirectActorProducer
{
    private readonly Func<ActorBase> _make;

    private ActorFactory(Type type, Func<ActorBase> make) => (ActorType, _make) = (type, make);

    public Type ActorType { get; }

    public static Props Props<T>(Func<T> make) where T : ActorBase => Akka.Actor.Props.CreateBy(new ActorFactory(typeof(T), make));

    public ActorBase Produce() => _make();

    public void Release(ActorBase actor)
    {
    }
}
