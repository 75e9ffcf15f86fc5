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

/// <summary>The only writer of one backend's state: grants leases, turns outcomes into events, tells the pool, and has them journalled.</summary>
/// <remarks>
/// It decides from memory and never waits for the disk: a cooldown binds and is told to the pool first, and is
/// written by a persistent child afterwards. Before it knows what the journal holds, no lease is granted.
/// </remarks>
public sealed partial class BackendActor : UntypedActor, IWithTimers, IWithStash
{
    private BackendSettings _settings;
    private readonly BackendLimits _limits;
    private readonly LeaseOrder _order;
    private readonly Random _chance;
    private readonly ILogger _log;
    private readonly IActorRef _pool;
    private BackendState _state = BackendState.Fresh;
    private bool _refusedForRoom;

    public BackendActor(BackendSettings settings, IActorRef pool, ILogger log)
    {
        (_settings, _pool, _log) = (settings, pool, log);
        _outbox = new EventOutbox(settings.Meter);
        _limits = new BackendLimits(settings.Backend, settings.Emergency);
        _order = new LeaseOrder(settings.Backend);
        _chance = new Random(settings.Seed);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    private Backend Backend => _settings.Backend;

    private DateTimeOffset Now => Context.System.Scheduler.Now;

    protected override void PreStart()
    {
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
            case ReturnLease returned:
                Judge(new AttemptReport(returned.Model, AttemptVerdict.Abandoned, _state.Epoch, null, new Cause(returned.Lease.RequestId)), returned.Number);
                Return(returned.Lease, null, returned.Number);
                break;
            case ExpiryDue:
                Record(LeaseDecisions.Expire(_state, Now));
                break;
            case JournalProtocol.Recorded recorded:
                _outbox.Confirm(recorded, Now);
                ReportWritten();
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
                Redefined(redefine.Backend);
                break;
            case Cool cool:
                Override(OperatorDecisions.Cool(_state, cool.Model, cool.Length, Now, CauseOf(cool.By, cool.Why)));
                break;
            case EndRests end:
                Override(OperatorDecisions.EndRests(_state, end.Model, Now, CauseOf(end.By, end.Why)));
                break;
            case GetStatus:
                Sender.Tell(new BackendStatus(Backend.Id, _state, _limits.InFlight, _limits.Started(Now), _outbox.Count, Now));
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
            Judge(report.Report, -report.Number);
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
            Judge(complete.Report, complete.Number);
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
        var refusal = Backend.Enabled ? LeaseDecisions.Admit(_state, request.Model, request.IsEmergency, now, out var retryAt) : Disabled(out retryAt);
        if (refusal == LeaseRefusal.None)
            refusal = _limits.TryTake(request.Lease, request.Tokens, request.IsEmergency, now, out retryAt);
        if (refusal != LeaseRefusal.None)
        {
            // A lease that comes back makes room at once, long before the window of its tokens has passed.
            _refusedForRoom |= refusal is LeaseRefusal.Concurrency or LeaseRefusal.Tpm;
            Gauge(now);
            Sender.Tell(new LeaseRefused(Backend.Id, request.Lease, refusal, retryAt, now, place));
            return;
        }
        var cause = new Cause(request.Lease.RequestId, request.Attempt);
        var probe = LeaseDecisions.Leased(_state, request.Model, _settings.Cooldown, now, cause);
        Record(probe);
        Gauge(now);
        Sender.Tell(new LeaseGranted(Backend.Id, request.Lease, now, _state.Epoch, probe.Count > 0, _state.IsClean, place));
    }

    private static LeaseRefusal Disabled(out DateTimeOffset? retryAt)
    {
        retryAt = null;
        return LeaseRefusal.Disabled;
    }

    /// <param name="number">The lease's place; negative when the attempt goes on.</param>
    private void Judge(AttemptReport? report, long number)
    {
        if (report is null || (_state.IsClean && report.Verdict == AttemptVerdict.Success))
            return;
        var events = CooldownDecisions.Decide(_state, report, Backend, _settings.Cooldown, Now, _chance.NextDouble());
        if (events.Count == 0)
            _order.Quiet(number, _outbox.LastNumber);
        else
            Record(events);
    }

    private void Return(LeaseKey lease, long? tokens, long number)
    {
        if (!_limits.Return(lease, tokens))
            return;
        _order.Returned(number);
        Gauge(Now);
        if (!_refusedForRoom)
            return;
        _refusedForRoom = false;
        Publish(_outbox.LastNumber);
    }

    private void Publish(long events) => _pool.Tell(new PoolProtocol.BackendChanged(Backend.Id, _state, events));

    private void Gauge(DateTimeOffset now)
    {
        // A pick under way in another thread may have read its clock before this: "from now on" would be later than its own now, and hide the backend from it.
        var next = _limits.NextAt(now);
        _settings.Gauge.Set(_limits.InFlight, next > now ? next : DateTimeOffset.MinValue);
        if (_limits.HasWindow)
            _settings.Gauge.SetSpent(_limits.Started(now), _limits.Tokens(now), now);
    }

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    private sealed record ExpiryDue
    {
        public static readonly ExpiryDue Instance = new();
    }
}
