using Akka.Actor;

namespace Sidecar.Dispatching;

/// <summary>Makes an actor by calling a delegate. The expressions of <c>Props.Create</c> are taken apart and compiled at run time, one by
/// one, which a start feels.</summary>
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
