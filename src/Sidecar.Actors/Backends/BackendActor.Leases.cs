using Akka.Actor;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using Sidecar.Pools;
using static Sidecar.Backends.BackendProtocol;

namespace Sidecar.Backends;

/// <summary>Granting leases, and handling their outcomes.</summary>
public sealed partial class BackendActor
{
    // The asker waits for the answer and must get one even after a fault.
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

    /// <param name="number">The number of the attempt's lease; for a report at the answer's beginning, as
    /// <see cref="QuietReport.AtBeginning"/> gives it.</param>
    private void Judge(AttemptReport? report, LeaseKey lease, long number)
    {
        var now = Now;
        Record(_backend.Learn(lease, report, now));
        if (!_backend.IsNoNews(report))
        {
            var events = _backend.Decide(report, now, _chance.NextDouble());
            var told = _backend.Told(events, now);
            if (told.Count == 0)
            {
                _order.Quiet(number, _outbox.LastNumber);
                _backend.Count(events);
            }
            else
                Record(told);
        }
        // While counts may be missing from the journal, only the place of this report shows which state it met.
        else if (report is not null && _backend.IsCounting(now))
            _order.Quiet(number, _outbox.LastNumber);
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

    private void ShowLoad(DateTimeOffset now)
    {
        var limits = _backend.Limits;
        _settings.Gauge.Show(_backend, now);
        if (limits.HasWindow)
            _settings.Gauge.SetSpent(limits.Started(now), limits.Tokens(now), now);
    }
}
