using Akka.Actor;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;
using Sidecar.Ledger;
using static Sidecar.Backends.BackendProtocol;

namespace Sidecar.Backends;

// How a backend's state is read from its journal and written there. The journal is read in advance, or recovered by a persistent child.
// After that, events are written directly if there is a direct journal, and the child is no longer needed; else the child writes them.
public sealed partial class BackendActor
{
    private readonly EventOutbox _outbox;
    private readonly List<IActorRef> _awaitingWritten = [];
    private readonly List<IActorRef> _awaitingOpened = [];
    private IActorRef? _journal;
    private int _journals;

    // The state in the journal. Null: only the writer can tell.
    private JournalProtocol.Recovered? _known;

    // The journal was read again since an event was refused: direct writing may resume.
    private bool _isAnew;

    private bool GoesDirect => _settings.Direct is not null && _known is not null && _journal is null;

    private bool IsOpen => GoesDirect || (_journal is not null && _known is null);

    private void OpenJournal()
    {
        if (!GoesDirect)
            CreateWriter();
    }

    // Each child has a name of its own, because the previous one may still be stopping.
    private void CreateWriter() => _journal ??= Context.ActorOf(
        EventWriterActor.SupervisedProps(JournalIds.OfBackend(Backend.Id), Self, _log), $"journal{++_journals}");

    // Events wait in the outbox until their numbers are certain.
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
        // Some events that were written directly may be stored although they were not confirmed.
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

    // The writer's reading is authoritative. With a direct journal, the writer has then done its work.
    private void Trust(JournalProtocol.Recovered recovered)
    {
        _known = null;
        if (_settings.Direct is null)
            return;
        Context.Stop(_journal);
        (_journal, _known, _isAnew) = (null, recovered, true);
    }

    // The order matters: memory, then the pool, then the disk. Every later pick sees the rest, whatever the disk does.
    private void Record(IReadOnlyList<IBackendEvent> events)
    {
        if (events.Count == 0)
            return;
        _backend.Apply(events);
        if (events.Any(FailureTelling.IsCount))
            Timers.StartSingleTimer(SecondOver.Instance, SecondOver.Instance, FailureTelling.Period);
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
