using Akka.Actor;
using Microsoft.Extensions.Logging;
using Sidecar.Diagnostics;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Requests;

/// <summary>Journals each activation of the emergency phase, and counts them.</summary>
/// <param name="log">Of its writer.</param>
/// <param name="meter">Measures how long the journal takes.</param>
/// <param name="opensAtOnce">Start the writer with this actor; else when told, or when it is needed.</param>
internal sealed class EmergencyJournal(ILogger log, BackendMeter meter, bool opensAtOnce) : UntypedActor, IWithStash
{
    private readonly EventOutbox _outbox = new(meter);
    private readonly List<IActorRef> _awaitingWritten = [];
    private IActorRef? _writer;
    private bool _isReady;

    public IStash Stash { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <summary>A request's walk entered its emergency phase.</summary>
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
        if (opensAtOnce)
            OpenJournal();
    }

    private void OpenJournal() =>
        _writer ??= Context.ActorOf(EventWriterActor.SupervisedProps(JournalIds.Emergency, Self, log), "journal");

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case JournalProtocol.Recovered recovered:
                _outbox.Resume(recovered, _writer!, Self, Now);
                _isReady = true;
                Stash.UnstashAll();
                break;
            case Activated when !_isReady:
                OpenJournal();
                Stash.Stash();
                break;
            case Activated activated:
                _outbox.Send(_writer!, Self,
                    new CooldownEvents.V1.EmergencyActivated(activated.At, activated.Model, new Cause(activated.RequestId)));
                break;
            case JournalProtocol.Recorded recorded:
                _outbox.Confirm(recorded, Now);
                ReportWritten();
                break;
            case AwaitWritten when !_isReady && _writer is not null:
                Stash.Stash();
                break;
            case AwaitWritten:
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

    private void ReportWritten()
    {
        if (_outbox.Count > 0)
            return;
        foreach (var asker in _awaitingWritten)
            asker.Tell(Written.Instance);
        _awaitingWritten.Clear();
    }
}
