using Akka.Actor;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;
using Sidecar.Ledger;
using static Sidecar.Backends.BackendProtocol;

namespace Sidecar.Backends;

// How a backend's state comes from its journal, and gets there. Where the state was read beforehand, the backend serves from it at once;
// its
// writer is opened when there is something to write, or when told, and what that recovers has to say the same, or is trusted instead.
public sealed partial class BackendActor
{
    private readonly EventOutbox _outbox;
    private readonly List<IActorRef> _awaitingWritten = [];
    private readonly List<IActorRef> _awaitingOpened = [];
    private IActorRef? _journal;

    // What the state began with, until the journal's own recovery has said the same.
    private JournalProtocol.Recovered? _unproven;

    // Events wait in the outbox until it is certain which number is theirs.
    private IActorRef Writer => _unproven is null && _journal is { } journal ? journal : ActorRefs.Nobody;

    // The number of the last event that went the short way, and whether the writer is to be opened as soon as it has arrived: one that
    // recovers meanwhile would not know of it.
    private long _lastEarly;
    private bool _opensWhenWritten;

    private bool GoesEarly => _settings.Early is not null && _journal is null && _unproven is not null && !_opensWhenWritten;

    private void OpenJournal()
    {
        _opensWhenWritten = true;
        if (_unproven is not { } known || known.SequenceNr >= _lastEarly)
            CreateWriter();
    }

    private void CreateWriter() =>
        _journal ??= Context.ActorOf(EventWriterActor.SupervisedProps(JournalIds.OfBackend(Backend.Id), Self, _log), "journal");

    private void Confirm(JournalProtocol.Recorded recorded)
    {
        if (_journal is null && _unproven is { } known)
        {
            // What was written the short way is what the writer will find.
            _unproven = new JournalProtocol.Recovered(recorded.SequenceNr, known.State.Apply(_outbox.UnwrittenUpTo(recorded.SequenceNr)));
            LiveSignals.Of(Context.System).TellJournalGrew();
        }
        _outbox.Confirm(recorded, Now);
        if (_opensWhenWritten)
            OpenJournal();
        ReportWritten();
    }

    private void BeginWith(JournalProtocol.Recovered known)
    {
        _unproven = known;
        Recover(known);
    }

    private void Recover(JournalProtocol.Recovered recovered)
    {
        _backend.Recover(recovered.State);
        _outbox.Resume(recovered, Writer, Self, Now);
        Become(WhileServing);
        Record(_backend.Expire(Now));
        ArmExpiry();
        Publish(_outbox.LastNumber);
        Stash.UnstashAll();
    }

    private void Rejoin(JournalProtocol.Recovered recovered)
    {
        // Of what went the short way, some may be there that was not confirmed.
        if (_unproven is { } known
            && !new JournalProtocol.Recovered(Math.Max(known.SequenceNr, recovered.SequenceNr),
            known.State.Apply(_outbox.UnwrittenUpTo(recovered.SequenceNr))).Tells(recovered))
        {
            JournalLog.Disagreed(_log, JournalIds.OfBackend(Backend.Id), known.SequenceNr, recovered.SequenceNr);
            _backend.Recover(recovered.State.Apply(_outbox.Unwritten));
            _outbox.NumberFrom(recovered.SequenceNr);
            Publish(_outbox.LastNumber);
            ArmExpiry();
        }
        _unproven = null;
        _outbox.Resume(recovered, Writer, Self, Now);
        ReportOpened();
        ReportWritten();
    }

    // The order is the point: memory, then the pool, then the disk. Whoever picks after this sees the rest, whatever the disk does.
    private void Record(IReadOnlyList<IBackendEvent> events)
    {
        if (events.Count == 0)
            return;
        _backend.Apply(events);
        Publish(_outbox.LastNumber + events.Count);
        var early = GoesEarly ? _settings.Early : null;
        if (early is null)
            OpenJournal();
        foreach (var @event in events)
        {
            _outbox.Send(Writer, Self, @event);
            early?.Append(JournalIds.OfBackend(Backend.Id), _lastEarly = _outbox.LastNumber, @event, Self);
            _settings.Meter?.Happened(Backend.Id, @event);
            BackendLog.Happened(_log, Backend.Id, @event);
        }
        ArmExpiry();
    }

    private void ArmExpiry()
    {
        if (_backend.NextExpiry is { } due)
            Timers.StartSingleTimer(ExpiryDue.Instance, ExpiryDue.Instance, Positive(due - Now));
        else
            Timers.Cancel(ExpiryDue.Instance);
    }

    private void ReportOpened()
    {
        if (_journal is null || _unproven is not null)
            return;
        foreach (var asker in _awaitingOpened)
            asker.Tell(new JournalProtocol.Opened(JournalIds.OfBackend(Backend.Id)));
        _awaitingOpened.Clear();
    }

    private void ReportWritten()
    {
        if (_outbox.Count > 0)
            return;
        foreach (var asker in _awaitingWritten)
            asker.Tell(new Written(Backend.Id));
        _awaitingWritten.Clear();
    }
}
