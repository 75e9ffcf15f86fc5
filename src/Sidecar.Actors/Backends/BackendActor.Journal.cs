using Akka.Actor;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;
using Sidecar.Ledger;
using static Sidecar.Backends.BackendProtocol;

namespace Sidecar.Backends;

// How a backend's state comes from its journal, and gets there. What the journal holds is read beforehand, or recovered by a persistent
// child. Once that is known, events go the short way where there is one, and the child is not needed any more; else the child writes them.
public sealed partial class BackendActor
{
    private readonly EventOutbox _outbox;
    private readonly List<IActorRef> _awaitingWritten = [];
    private readonly List<IActorRef> _awaitingOpened = [];
    private IActorRef? _journal;
    private int _journals;

    // What the journal holds. Null: its writer knows, and only it.
    private JournalProtocol.Recovered? _known;

    // The journal was read again since an event was refused: the short way is open again.
    private bool _isAnew;

    private bool GoesDirect => _settings.Direct is not null && _known is not null && _journal is null;

    private bool IsOpen => GoesDirect || (_journal is not null && _known is null);

    private void OpenJournal()
    {
        if (!GoesDirect)
            CreateWriter();
    }

    // Each with a name of its own: the one before may still be ending.
    private void CreateWriter() => _journal ??= Context.ActorOf(
        EventWriterActor.SupervisedProps(JournalIds.OfBackend(Backend.Id), Self, _log), $"journal{++_journals}");

    // Events wait in the outbox until it is certain which number is theirs.
    private void Deliver(JournalProtocol.Record record)
    {
        if (GoesDirect)
        {
            _settings.Direct!.Append(new DirectEntry(
                JournalIds.OfBackend(Backend.Id), record.SequenceNr, record.Event, Self, SnapshotAt(record.SequenceNr), _isAnew));
            _isAnew = false;
        }
        else if (_known is null)
            _journal?.Tell(record, Self);
    }

    private BackendState? SnapshotAt(long number) =>
        number % EventWriterActor.EventsPerSnapshot == 0 ? _known!.State.Apply(_outbox.UnwrittenUpTo(number)) : null;

    private void Confirm(JournalProtocol.Recorded recorded)
    {
        if (_known is { } known)
        {
            _known = new JournalProtocol.Recovered(recorded.SequenceNr, known.State.Apply(_outbox.UnwrittenUpTo(recorded.SequenceNr)));
            LiveSignals.Of(Context.System).TellJournalGrew();
        }
        _outbox.Confirm(recorded, Now);
        ReportWritten();
    }

    private void BeginWith(JournalProtocol.Recovered known)
    {
        _known = known;
        Begin(known);
    }

    private void Recover(JournalProtocol.Recovered recovered)
    {
        Trust(recovered);
        Begin(recovered);
    }

    private void Begin(JournalProtocol.Recovered recovered)
    {
        _backend.Recover(recovered.State, Now);
        foreach (var limit in recovered.State.Limits.Values)
            _order.Knows(limit);
        _outbox.Resume(recovered.SequenceNr, Now, Deliver);
        Become(WhileServing);
        Record(_backend.Expire(Now));
        Record(_backend.Shorten(Now));
        ArmExpiry();
        ShowLoad(Now);
        Publish(_outbox.LastNumber);
        Stash.UnstashAll();
    }

    private void Rejoin(JournalProtocol.Recovered recovered)
    {
        // Of what went the short way, some may be there that was not confirmed.
        if (_known is { } known
            && !new JournalProtocol.Recovered(Math.Max(known.SequenceNr, recovered.SequenceNr),
            known.State.Apply(_outbox.UnwrittenUpTo(recovered.SequenceNr))).Tells(recovered))
        {
            JournalLog.Disagreed(_log, JournalIds.OfBackend(Backend.Id), known.SequenceNr, recovered.SequenceNr);
            _backend.Recover(recovered.State.Apply(_outbox.Unwritten), Now);
            _outbox.NumberFrom(recovered.SequenceNr);
            Publish(_outbox.LastNumber);
            ArmExpiry();
        }
        Trust(recovered);
        _outbox.Resume(recovered.SequenceNr, Now, Deliver);
        ReportOpened();
        ReportWritten();
    }

    // What the writer has read is the last word. Where there is a short way that was all that it was needed for.
    private void Trust(JournalProtocol.Recovered recovered)
    {
        _known = null;
        if (_settings.Direct is null)
            return;
        Context.Stop(_journal);
        (_journal, _known, _isAnew) = (null, recovered, true);
    }

    // The order is the point: memory, then the pool, then the disk. Whoever picks after this sees the rest, whatever the disk does.
    private void Record(IReadOnlyList<IBackendEvent> events)
    {
        if (events.Count == 0)
            return;
        _backend.Apply(events);
        Publish(_outbox.LastNumber + events.Count);
        OpenJournal();
        foreach (var @event in events)
        {
            if (@event is CooldownEvents.V1.LimitLearned learned)
                _order.Knows(learned.Limit);
            Deliver(_outbox.Add(@event));
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
        if (!IsOpen)
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
