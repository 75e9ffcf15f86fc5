using Akka.Actor;
using Akka.Pattern;
using Akka.Persistence;
using Microsoft.Extensions.Logging;
using Sidecar.Domain.Cooldowns;
using Sidecar.Ledger;

namespace Sidecar.Journal;

/// <summary>Writes the events of one persistence id and reads them back at start. It stops when its database fails, and its supervisor
/// restarts it; its owner continues meanwhile.</summary>
/// <remarks>Events and snapshots are never deleted: the journal is the audit.</remarks>
internal sealed class EventWriterActor : UntypedPersistentActor
{
    internal const int EventsPerSnapshot = 100;

    private readonly IActorRef _owner;
    private readonly ILogger _log;
    private readonly LiveSignals _live = LiveSignals.Of(Context.System);
    private BackendState _state = BackendState.Fresh;
    private long _sent;

    public EventWriterActor(string persistenceId, IActorRef owner, ILogger log)
    {
        PersistenceId = persistenceId;
        _owner = owner;
        _log = log;
    }

    public override string PersistenceId { get; }

    /// <summary>Runs the writer under a supervisor that restarts it after 0.2 to 5 s as long as it fails.</summary>
    public static Props SupervisedProps(string persistenceId, IActorRef owner, ILogger log) =>
        BackoffSupervisor.Props(Backoff.OnStop(
            Props.CreateBy(new Producer(persistenceId, owner, log)),
            "writer",
            minBackoff: TimeSpan.FromMilliseconds(200),
            maxBackoff: TimeSpan.FromSeconds(5),
            randomFactor: 0.2,
            maxNrOfRetries: -1));

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: BackendState state }:
                _state = state;
                break;
            case IBackendEvent @event:
                Fold(@event);
                break;
            case RecoveryCompleted:
                _sent = LastSequenceNr;
                _owner.Tell(new JournalProtocol.Recovered(LastSequenceNr, _state), Self);
                break;
        }
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case JournalProtocol.Record record when record.SequenceNr <= _sent:
                if (record.SequenceNr <= LastWritten)
                    _owner.Tell(new JournalProtocol.Recorded(record.SequenceNr), Self);
                break;
            case JournalProtocol.Record record when record.SequenceNr == _sent + 1:
                _sent++;
                // PersistAsync, because Persist would hold back every later event for one commit each: the events of a storm are written
                // in batches.
                PersistAsync(record.Event, Written);
                break;
            case JournalProtocol.Record record:
                // The owner sent it before it heard that this writer has recovered; the events before it were lost with the previous
                // writer. The owner will send them all again, in order.
                JournalLog.Gap(_log, PersistenceId, _sent + 1, record.SequenceNr);
                break;
            case SaveSnapshotFailure failure:
                JournalLog.SnapshotFailed(_log, PersistenceId, failure.Cause);
                break;
            case SaveSnapshotSuccess:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        JournalLog.WriteFailed(_log, PersistenceId, sequenceNr, cause);

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        JournalLog.ReadFailed(_log, PersistenceId, reason);

    private long LastWritten { get; set; }

    private void Written(IBackendEvent @event)
    {
        LastWritten = LastSequenceNr;
        Fold(@event);
        _owner.Tell(new JournalProtocol.Recorded(LastSequenceNr), Self);
        _live.TellJournalGrew();
        if (LastSequenceNr % EventsPerSnapshot == 0)
            SaveSnapshot(_state);
    }

    private void Fold(IBackendEvent @event)
    {
        // Emergency activations belong to no backend and change no state; all other events must be folded, or fail visibly.
        if (@event is not CooldownEvents.V1.EmergencyActivated)
            _state = _state.Apply(@event);
    }

    private sealed class Producer(string persistenceId, IActorRef owner, ILogger log) : IIndirectActorProducer
    {
        public Type ActorType => typeof(EventWriterActor);

        public ActorBase Produce() => new EventWriterActor(persistenceId, owner, log);

        public void Release(ActorBase actor)
        {
        }
    }
}
