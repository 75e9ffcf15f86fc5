using Akka.Actor;
using Akka.Pattern;
using Akka.Persistence;
using Microsoft.Extensions.Logging;
using Sidecar.Domain.Definitions;
using Sidecar.Journal;
using static Sidecar.Definitions.DefinitionsProtocol;

namespace Sidecar.Definitions;

/// <summary>The only writer of definitions made at run time. What it confirms is on disk: unlike a cooldown, a definition may wait for
/// that.</summary>
internal sealed class DefinitionsActor(ILogger log) : UntypedPersistentActor
{
    private DefinitionState _state = DefinitionState.Empty;

    public override string PersistenceId => JournalIds.Definitions;

    /// <summary>Runs it under a supervisor that restarts it after 0.2 to 5 s as long as its database fails.</summary>
    public static Props SupervisedProps(ILogger log) => BackoffSupervisor.Props(Backoff.OnStop(
        Props.CreateBy(new Producer(log)),
        "keeper",
        minBackoff: TimeSpan.FromMilliseconds(200),
        maxBackoff: TimeSpan.FromSeconds(5),
        randomFactor: 0.2,
        maxNrOfRetries: -1));

    protected override void OnRecover(object message)
    {
        if (message is IDefinitionEvent happened)
            _state = _state.Apply(happened);
    }

    protected override void OnCommand(object message)
    {
        if (message is Keep keep)
            Decide(keep.Events);
        else
            Unhandled(message);
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        DefinitionsLog.WriteFailed(log, sequenceNr, cause);

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        JournalLog.ReadFailed(log, PersistenceId, reason);

    private void Decide(IReadOnlyList<IDefinitionEvent> events)
    {
        var next = _state;
        foreach (var @event in events)
        {
            if (next.Refuse(@event) is { } reason)
            {
                Sender.Tell(new NotKept(@event.Id, reason));
                return;
            }
            next = next.Apply(@event);
        }
        if (events.Count == 0)
        {
            Sender.Tell(new Kept(_state));
            return;
        }
        var left = events.Count;
        PersistAll(events, written =>
        {
            _state = _state.Apply(written);
            if (--left == 0)
                Sender.Tell(new Kept(_state));
        });
    }

    private sealed class Producer(ILogger log) : IIndirectActorProducer
    {
        public Type ActorType => typeof(DefinitionsActor);

        public ActorBase Produce() => new DefinitionsActor(log);

        public void Release(ActorBase actor)
        {
        }
    }
}
