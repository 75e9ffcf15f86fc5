using Akka.Actor;
using Microsoft.Extensions.Logging;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using Sidecar.Journal;
using Sidecar.Pools;
using static Sidecar.Backends.BackendProtocol;

namespace Sidecar.Backends;

/// <summary>The only writer of one backend's state: grants leases, turns outcomes into events, informs the pool, and has the events
/// journalled.</summary>
/// <remarks>
/// It decides from memory and never waits for the disk: a cooldown applies and is sent to the pool first, and is written afterwards.
/// Until it knows what the journal contains, it grants no lease.
/// </remarks>
public sealed partial class BackendActor : UntypedActor, IWithTimers, IWithStash
{
    private readonly BackendSettings _settings;
    private readonly ServingBackend _backend;
    private readonly LeaseOrder _order;
    private readonly Random _chance;
    private readonly ILogger _log;
    private readonly IActorRef _pool;

    public BackendActor(BackendSettings settings, IActorRef pool, ILogger log)
    {
        (_settings, _pool, _log) = (settings, pool, log);
        _outbox = new EventOutbox(settings.Meter, settings.Unwritten?.NewMark());
        var learned = settings.Cooldown.Learn
            ? new LearnedScopes(settings.Backend.CooldownScope == CooldownScope.Model, settings.Cooldown.RetryAfterMax) : null;
        _backend = new ServingBackend(settings.Backend, settings.Cooldown, settings.Emergency, BackendState.Fresh, learned);
        _order = new LeaseOrder(settings.Backend);
        _chance = new Random(settings.Seed);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    private Backend Backend => _backend.Definition;

    private BackendState State => _backend.State;

    private DateTimeOffset Now => Context.System.Scheduler.Now;

    protected override void PreStart()
    {
        if (_settings.Past is { } past)
            _backend.Resume(past, Now);
        if (_settings.AtStart is { } known)
            BeginWith(known);
        else
            OpenJournal();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case JournalProtocol.Recovered recovered:
                Recover(recovered);
                break;
            case RequestLease request:
                // While the journal cannot be read, a backend that may be resting must not be used, and a request that others can serve
                // must not wait.
                Sender.Tell(new LeaseRefused(Backend.Id, request.Lease, LeaseRefusal.Recovering, null, Now));
                break;
            default:
                Stash.Stash();
                break;
        }
    }

    private void WhileServing(object message)
    {
        switch (message)
        {
            case RequestLease request:
                Answer(request);
                break;
            case CompleteLease complete:
                Complete(complete);
                break;
            case ReportAttempt report:
                Note(report);
                break;
            case ReportLimits limits:
                Hear(limits.Lease, limits.Said);
                break;
            case ReturnLease returned:
                Judge(new AttemptReport(returned.Model, AttemptVerdict.Abandoned, State.Epoch, null, new Cause(returned.Lease.RequestId)),
                    returned.Lease, returned.Number);
                Return(returned.Lease, null, returned.Number);
                break;
            case ExpiryDue:
                Record(_backend.Expire(Now));
                // The wall clock may have stepped back meanwhile, so nothing may have expired yet.
                ArmExpiry();
                break;
            case SecondOver:
                Record(_backend.TellFailures(Now));
                break;
            case JournalProtocol.Recorded recorded:
                Confirm(recorded);
                break;
            case JournalProtocol.Delayed delayed:
                JournalLog.WriteFailed(_log, JournalIds.OfBackend(Backend.Id), delayed.SequenceNr, delayed.Cause);
                break;
            case JournalProtocol.NotRecorded:
                CreateWriter();
                break;
            case JournalProtocol.Recovered recovered:
                Rejoin(recovered);
                break;
            case JournalProtocol.Open:
                OpenJournal();
                _awaitingOpened.Add(Sender);
                ReportOpened();
                break;
            case AwaitWritten:
                // Whoever waits for that is about to end.
                Record(_backend.TellFailures(Now));
                _awaitingWritten.Add(Sender);
                ReportWritten();
                break;
            case Redefine redefine:
                Redefined(redefine);
                break;
            case Cool cool:
                Override(OperatorDecisions.Cool(State, cool.Model, cool.Length, Now, CauseOf(cool.By, cool.Why)));
                break;
            case EndRests end:
                Override(OperatorDecisions.EndRests(State, end.Model, Now, CauseOf(end.By, end.Why)));
                break;
            case GetStatus:
                // What is seen of it is in the journal, or on its way there.
                Record(_backend.TellFailures(Now));
                Sender.Tell(new BackendStatus(Backend.Id, State, _backend.Limits.InFlight, _backend.Limits.Started(Now), _outbox.Count, Now,
                    _backend.Limits.StartedToday(Now)));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Publish(long events) => _pool.Tell(new PoolProtocol.BackendChanged(Backend.Id, State, events));

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    private sealed record SecondOver
    {
        public static readonly SecondOver Instance = new();
    }

    private sealed record ExpiryDue
    {
        public static readonly ExpiryDue Instance = new();
    }
}
