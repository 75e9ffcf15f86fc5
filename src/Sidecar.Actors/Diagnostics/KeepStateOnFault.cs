using Akka.Actor;

namespace Sidecar.Diagnostics;

/// <summary>What becomes of a top-level actor that throws: it goes on with its state, and the message is lost. Named by
/// <c>akka.actor.guardian-supervisor-strategy</c>.</summary>
/// <remarks>
/// Akka's default is a restart with empty hands: the pool would forget who waits, the ledger its unwritten rows, a backend its events under
/// way. Their state is replaced as a whole by pure functions, so that a fault leaves it as it was before the message.
/// </remarks>
internal sealed class KeepStateOnFault : SupervisorStrategyConfigurator
{
    public override SupervisorStrategy Create() => new OneForOneStrategy(static fault => fault switch
    {
        ActorInitializationException or ActorKilledException => Directive.Stop,
        _ => Directive.Resume,
    });
}
