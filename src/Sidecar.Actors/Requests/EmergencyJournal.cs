using Akka.Actor;
using Microsoft.Extensions.Logging;
using Sidecar.Diagnostics;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Requests;

/// <summary>Journals activations of the emergency phase: the first at once, the later ones of each second as one event.</summary>
/// <param name="log">The log of its writer.</param>
/// <param name="meter">Measures how long the journal takes.</param>
/// <param name="direct">Writes activations once their numbers are known; null: the journal's writer does.</param>
/// <param name="known">The number of the last activation in the journal; null: the writer has to be asked.</param>
/// <param name="opensAtOnce">Start the writer with this actor; otherwise when told, or when it is needed.</param>
internal sealed class EmergencyJournal(ILogger log, BackendMeter meter, IDirectJournal? direct, long? known, bool opensAtOnce)
    : UntypedActor, IWithStash, IWithTimers
{
    private readonly EventOutbox _outbox = new(meter);
    private readonly List<IActorRef> _awaitingWritten = [];
    private IActorRef? _writer;
    private int _writers;
    private bool _isReady;
    private bool _isRefused;
    private EmergencyCount _count = EmergencyCount.None;

    public IStash Stash { get; set; } = null!;

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <summary>A request entered its emergency phase.</summary>
    public sealed record Activated(DateTimeOffset At, string RequestId, string Model);

    /// <summary>Asks for <see cref="Written"/>, once the journal has confirmed every activation so far.</summary>
    public sealed record AwaitWritten
    {
        public static readonly AwaitWritten Instance = new();
    }

    public sealed record Written
    {
        public static readonly Written Instance = new();
    }

    protected override void PreStart()
    {
        if (direct is not null && known is { } last)
        {
            _outbox.NumberFrom(last);
            _isReady = true;
        }
        else if (opensAtOnce)
            OpenJournal();
    }

    // Each writer has a name of its own, because the previous one may still be stopping.
    private void OpenJournal() => _writer ??=
        Context.ActorOf(EventWriterActor.SupervisedProps(JournalIds.Emergency, Self, log), $"journal{++_writers}");

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case JournalProtocol.Recovered recovered:
                Resume(recovered.SequenceNr);
                break;
            case Activated when !_isReady:
                OpenJournal();
                Stash.Stash();
                break;
            case Activated activated:
                Count(_count.Add(
                    new CooldownEvents.V1.EmergencyActivated(activated.At, activated.Model, new Cause(activated.RequestId))));
                break;
            case PeriodOver:
                Count(_count.End(Now));
                break;
            case JournalProtocol.Recorded recorded:
                _outbox.Confirm(recorded, Now);
                ReportWritten();
                break;
            case JournalProtocol.Delayed delayed:
                JournalLog.WriteFailed(log, JournalIds.Emergency, delayed.SequenceNr, delayed.Cause);
                break;
            case JournalProtocol.NotRecorded:
                _isRefused = true;
                OpenJournal();
                break;
            case AwaitWritten when !_isReady && _writer is not null:
                Stash.Stash();
                break;
            case AwaitWritten:
                // Whoever waits for this is about to end.
                Count(_count.End(Now));
                _awaitingWritten.Add(Sender);
                ReportWritten();
                break;
            case JournalProtocol.Open when !_isReady:
                OpenJournal();
                Stash.Stash();
                break;
            case JournalProtocol.Open:
                Sender.Tell(new JournalProtocol.Opened(JournalIds.Emergency));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Resume(long recovered)
    {
        if (direct is not null)
        {
            Context.Stop(_writer);
            _writer = null;
        }
        // The journal contains other events under these numbers.
        if (_isRefused)
            _outbox.NumberFrom(recovered);
        _outbox.Resume(recovered, Now, Deliver);
        _isReady = true;
        Stash.UnstashAll();
    }

    private void Deliver(JournalProtocol.Record record)
    {
        if (direct is null)
            _writer!.Tell(record, Self);
        else if (_writer is null)
        {
            direct.Append(new DirectEntry(JournalIds.Emergency, record.SequenceNr, record.Event, Self, IsAnew: _isRefused));
            _isRefused = false;
        }
    }

    private void Count((EmergencyCount Next, CooldownEvents.V1.EmergencyActivated? Due) counted)
    {
        var begins = counted.Next.IsOpen && (counted.Due is not null || !_count.IsOpen);
        _count = counted.Next;
        if (begins)
            Timers.StartSingleTimer(PeriodOver.Instance, PeriodOver.Instance, EmergencyCount.Period);
        if (counted.Due is { } due)
            Deliver(_outbox.Add(due));
    }

    private void ReportWritten()
    {
        if (_outbox.Count > 0)
            return;
        foreach (var asker in _awaitingWritten)
            asker.Tell(Written.Instance);
        _awaitingWritten.Clear();
    }

    private sealed record PeriodOver
    {
        public static readonly PeriodOver Instance = new();
    }
}
