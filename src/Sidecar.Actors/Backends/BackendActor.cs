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

/// <summary>The only writer of one backend's state: grants leases, turns outcomes into events, tells the pool, and has them
/// journalled.</summary>
/// <remarks>
/// It decides from memory and never waits for the disk: a cooldown binds and is told to the pool first, and is
/// written afterwards, the short way or by a persistent child. Before it knows what the journal holds, no lease is granted.
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
                // A journal that cannot be read must neither open a backend that may rest nor hold up a request that others can serve.
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
                // The wall clock may have stepped back meanwhile, so that nothing has expired yet.
                ArmExpiry();
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
                Sender.Tell(new BackendStatus(Backend.Id, State, _backend.Limits.InFlight, _backend.Limits.Started(Now), _outbox.Count, Now,
                    _backend.Limits.StartedToday(Now)));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // Whoever asks waits for the answer, and must get one even from a fault.
    private void Answer(RequestLease request)
    {
        try
        {
            Lease(request);
        }
        catch (Exception)
        {
            Sender.Tell(new LeaseRefused(Backend.Id, request.Lease, LeaseRefusal.Fault, null, Now));
            throw;
        }
    }

    private void Note(ReportAttempt report)
    {
        try
        {
            Judge(report.Report, report.Lease, QuietReport.AtBeginning(report.Number));
        }
        finally
        {
            _pool.Tell(new PoolProtocol.AttemptNoted(report.Lease), Sender);
        }
    }

    private void Complete(CompleteLease complete)
    {
        try
        {
            if (complete.Said is { } said)
                Hear(complete.Lease, said);
            Judge(complete.Report, complete.Lease, complete.Number);
            Return(complete.Lease, complete.Tokens, complete.Number);
        }
        finally
        {
            if (complete.IsAwaited)
                _pool.Tell(new PoolProtocol.AttemptNoted(complete.Lease), Sender);
        }
    }

    private void Lease(RequestLease request)
    {
        var now = Now;
        var place = _order.NextPlace(_outbox.LastNumber);
        var query = new LeaseQuery(request.Lease, request.Attempt, request.Model, request.Tokens, request.IsEmergency);
        var decided = _backend.Decide(query, now);
        if (decided.IsGranted)
            _backend.Grant(query, now);
        else
            _backend.Refuse(decided.Refusal);
        Record(decided.Events);
        ShowLoad(now);
        Sender.Tell(decided.IsGranted
            ? new LeaseGranted(Backend.Id, request.Lease, now, State.Epoch, decided.IsProbe, State.IsClean, place)
            : new LeaseRefused(Backend.Id, request.Lease, decided.Refusal, decided.RetryAt, now, place));
    }

    /// <param name="number">Of the attempt's lease; at its beginning as <see cref="QuietReport.AtBeginning"/> gives it.</param>
    private void Judge(AttemptReport? report, LeaseKey lease, long number)
    {
        var now = Now;
        Record(_backend.Learn(lease, report, now));
        if (!_backend.IsNoNews(report))
        {
            var events = _backend.Decide(report, now, _chance.NextDouble());
            if (events.Count == 0)
                _order.Quiet(number, _outbox.LastNumber);
            else
                Record(events);
        }
        if (State.Limits.IsEmpty && report is not { Verdict: AttemptVerdict.RateLimited })
            return;
        ShowLoad(now);
        if (_backend.TakeNewRoom(now))
            Publish(_outbox.LastNumber);
    }

    private void Hear(LeaseKey lease, IReadOnlyList<NamedBucket> said)
    {
        var now = Now;
        Record(_backend.Hear(lease, said, now));
        ShowLoad(now);
        if (_backend.TakeNewRoom(now))
            Publish(_outbox.LastNumber);
    }

    private void Return(LeaseKey lease, long? tokens, long number)
    {
        if (!_backend.Return(lease, tokens, out var makesRoom))
            return;
        _order.Returned(number);
        ShowLoad(Now);
        if (makesRoom)
            Publish(_outbox.LastNumber);
    }

    private void Publish(long events) => _pool.Tell(new PoolProtocol.BackendChanged(Backend.Id, State, events));

    private void ShowLoad(DateTimeOffset now)
    {
        // A pick under way in another thread may have read its clock before this: "from now on" would be later than its own now, and hide
        // the backend from it.
        var (limits, next) = (_backend.Limits, _backend.RoomAt(now));
        _settings.Gauge.Set(limits.InFlight, next > now ? next : DateTimeOffset.MinValue, limits.NextAt(now));
        if (limits.HasWindow)
            _settings.Gauge.SetSpent(limits.Started(now), limits.Tokens(now), now);
    }

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    private sealed record ExpiryDue
    {
        public static readonly ExpiryDue Instance = new();
    }
}
