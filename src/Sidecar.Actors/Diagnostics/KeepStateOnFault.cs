using Akka.Actor;

namespace Sidecar.Diagnostics;

/// <summary>A top-level actor that throws continues with its state; only the message is lost. Configured by
/// <c>akka.actor.guardian-supervisor-strategy</c>.</summary>
/// <remarks>
/// By default Akka would restart the actor without its state: the pool would forget the waiters, the ledger its unwritten rows, a backend
/// its events on the way to the journal. Their state is replaced as a whole by pure functions, so a fault leaves it as it was before the
/// message.
/// </remarks>
internal sealed class KeepStateOnFault : SupervisorStrategyConfigurator
{
    public override SupervisorStrategy Create() => new OneForOneStrategy(static fault => fault switch
    {
        ActorInitializationException or ActorKilledException => Directive.Stop,
        _ => Directive.Resume,
    });
}
