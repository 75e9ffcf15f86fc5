using Sidecar.Diagnostics;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Journal;

/// <summary>The owner's side of the journal: numbers events, remembers those not yet on disk, and sends them again after the writer was
/// restarted.</summary>
/// <remarks>An event's number is its place in the journal, so an event that is sent twice is recognised. Used by a single
/// actor.</remarks>
/// <param name="meter">Measures how long the journal takes; null: not measured.</param>
/// <param name="mark">Shows how far it has come; null: not needed.</param>
internal sealed class EventOutbox(BackendMeter? meter, UnwrittenEvents.Mark? mark = null)
{
    private readonly Queue<JournalProtocol.Record> _unwritten = new();
    private long _lastNumber;

    public int Count => _unwritten.Count;

    /// <summary>The number of the latest event.</summary>
    public long LastNumber => _lastNumber;

    /// <summary>Numbers the event and keeps it until it is confirmed; the caller delivers it.</summary>
    public JournalProtocol.Record Add(IBackendEvent @event)
    {
        var record = new JournalProtocol.Record(++_lastNumber, @event);
        _unwritten.Enqueue(record);
        meter?.Sent();
        mark?.Sent(_lastNumber);
        return record;
    }

    /// <summary>Events that the journal has not confirmed, in order.</summary>
    public IEnumerable<IBackendEvent> Unwritten => _unwritten.Select(record => record.Event);

    /// <summary>The same, up to a number.</summary>
    public IEnumerable<IBackendEvent> UnwrittenUpTo(long number) =>
        _unwritten.Where(record => record.SequenceNr <= number).Select(record => record.Event);

    public void Confirm(JournalProtocol.Recorded recorded, DateTimeOffset now) => Forget(recorded.SequenceNr, now);

    /// <summary>Continues after the events in the journal: those are not delivered again, all others are.</summary>
    public void Resume(long recovered, DateTimeOffset now, Action<JournalProtocol.Record> deliver)
    {
        Forget(recovered, now);
        _lastNumber = Math.Max(_lastNumber, recovered);
        foreach (var record in _unwritten)
            deliver(record);
    }

    /// <summary>Renumbers the unwritten events, because the journal turned out to contain an event that was not known.</summary>
    public void NumberFrom(long last)
    {
        var events = Unwritten.ToList();
        _unwritten.Clear();
        _lastNumber = last;
        foreach (var @event in events)
            _unwritten.Enqueue(new JournalProtocol.Record(++_lastNumber, @event));
        if (events.Count > 0)
            mark?.Sent(_lastNumber);
    }

    private void Forget(long upTo, DateTimeOffset now)
    {
        while (_unwritten.TryPeek(out var oldest) && oldest.SequenceNr <= upTo)
        {
            _unwritten.Dequeue();
            meter?.Confirmed(oldest.Event, now);
        }
        mark?.Written(upTo);
    }
}
