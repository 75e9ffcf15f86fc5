using Akka.Actor;
using Sidecar.Backends;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>The one attempt path that all phases use: ask for a lease, send, judge what came back.</summary>
internal sealed partial class RequestCoordinator
{
    private Backend BackendAt(int index) => _with.Board.Current.Catalog.Backends[index];

    private string IdOf(int index) => BackendAt(index).Id;

    private void SendTo(int index, BackendProtocol.IBackendMessage message) => _with.Backends(IdOf(index)).Tell(message, Self);

    private AwaitingLease AskForLease(SeekingData seeking, int backend, bool isEmergency)
    {
        var walk = seeking.Walk;
        var lease = walk.NextLease();
        SendTo(backend, new BackendProtocol.RequestLease(IdOf(backend), lease, seeking.Sent + 1, walk.Request.Model, walk.Tokens, isEmergency));
        return new AwaitingLease(backend, lease);
    }

    private void NoteRefused(WalkContext walk, BackendProtocol.LeaseRefused refused) =>
        walk.Note(new LeaseAnswered(refused.At, StateName, refused.BackendId, refused.Reason, refused.RetryAt, null, false, refused.Place));

    /// <summary>Sends attempt number <paramref name="number"/> to the backend that granted the lease.</summary>
    private AwaitingAnswer Send(WalkContext walk, int backend, BackendProtocol.LeaseGranted granted, int number)
    {
        walk.Note(new LeaseAnswered(granted.At, StateName, granted.BackendId, LeaseRefusal.None, null, granted.Epoch, granted.IsProbe, granted.Place));
        var target = BackendAt(backend);
        var attempt = new Attempt(number, backend, target, granted.Lease, granted.Epoch, granted.IsClean, StateName, Now, granted.Place.Number);
        BeginAttempt(walk, attempt);
        var call = new UpstreamCall(
            walk.Request, target, number, WalkBudget.Remaining(_with.Policy, walk.Request.ArrivedAt, attempt.SentAt), _with.Policy.InjectUsage, walk.Request.Trace?.Current);
        return new AwaitingAnswer(attempt, UpstreamFlight.Start(_with.Upstream, call, Self));
    }

    /// <summary>Judges a reply: commits an answer worth giving, ends a walk that nobody waits for, and tells backend and ledger of a failure before the phase goes on.</summary>
    private State<RequestPhase, RequestData> Judge(SeekingData seeking, UpstreamReplied replied)
    {
        if (seeking.Step is not AwaitingAnswer { Attempt: var attempt } awaiting || awaiting.Flight != replied.Flight)
        {
            (replied.Reply as IDisposable)?.Dispose();
            return Stay();
        }
        var walk = seeking.Walk;
        var now = Now;
        var judged = JudgedReply.Of(replied.Reply, attempt.Target, walk.Request, now);
        walk.Note(new UpstreamAnswered(now, attempt.Phase, IdOf(attempt.Backend), attempt.Number, judged.Status, judged.Error, judged.Verdict, judged.RetryAfterMs));
        walk.SpentElsewhere(now - attempt.SentAt);
        if (judged.Verdict is AttemptVerdict.Success or AttemptVerdict.ClientCredentialsRejected)
            return Commit(seeking, new HeldAnswer((UpstreamAnswer)replied.Reply, attempt, judged.Verdict, now));

        var isAbandoned = judged.Error == UpstreamError.ClientGone;
        Complete(walk, attempt, judged, isAwaited: !isAbandoned);
        if (isAbandoned)
            return EndAbandoned(walk);
        var failed = judged.Verdict == AttemptVerdict.FailedAnswer ? new HeldAnswer((UpstreamAnswer)replied.Reply, attempt, judged.Verdict, now) : null;
        if (failed is null)
            (replied.Reply as IDisposable)?.Dispose();
        // Where to go next and what to tell the client of trying again depend on what this attempt did to its backend.
        return Stay().Using(seeking with { Step = new AwaitingNote(attempt, judged.Verdict, failed, judged.Error == UpstreamError.DeadlinePassed, now) });
    }

    private State<RequestPhase, RequestData> AfterNote(SeekingData seeking, Pools.PoolProtocol.AttemptNoted noted)
    {
        if (seeking.Step is not AwaitingNote noting || noting.Attempt.Lease != noted.Lease)
            return Stay();
        if (noting.IsOutOfTime)
            return EndExhausted(seeking.Walk);
        // A hang-up during the attempt is told to the call, and an answer may still have won the race against it.
        if (seeking.Walk.Request.ClientGone.IsCancellationRequested)
        {
            noting.Failed?.Answer.Dispose();
            return EndAbandoned(seeking.Walk);
        }
        return seeking switch
        {
            RoutingData routing => AfterFailedAttempt(routing, noting),
            PrimaryWaitData waiting => AfterFailedWait(waiting, noting),
            EmergencyData emergency => AfterFailedEmergency(emergency, noting),
            _ => Stay(),
        };
    }

    private void Complete(WalkContext walk, Attempt attempt, JudgedReply judged, bool isAwaited)
    {
        var backend = attempt.Target;
        // A key that was replaced while the attempt was under way says nothing of the new one.
        var isOutdated = judged.Verdict == AttemptVerdict.CredentialsRejected && !backend.HasCredentialsOf(BackendAt(attempt.Backend));
        var report = (isOutdated ? judged with { Verdict = AttemptVerdict.Abandoned } : judged).ReportOf(attempt, walk.Request);
        SendTo(attempt.Backend, new BackendProtocol.CompleteLease(backend.Id, attempt.Lease, report, null, isAwaited, attempt.Place));
        var row = AttemptRows.Failed(walk.Request, backend, attempt, judged, Now);
        _with.Ledger.Tell(new Ledger.LedgerProtocol.RecordAttempt(row), Self);
        EndAttempt(walk, backend, row);
        RequestLog.Attempted(_with.Log, walk.Request.Id, row, judged.Detail);
    }

    private void ReturnLease(SeekingData seeking)
    {
        switch (seeking.Step)
        {
            case AwaitingLease waiting:
                ReturnLease(seeking.Walk, waiting.Backend, waiting.Lease, 0);
                break;
            case AwaitingAnswer flying:
                flying.Flight.Abandon();
                ReturnLease(seeking.Walk, flying.Attempt.Backend, flying.Attempt.Lease, flying.Attempt.Place);
                break;
            case AwaitingNote noting:
                noting.Failed?.Answer.Dispose();
                break;
        }
    }

    private void ReturnLease(WalkContext walk, int backend, LeaseKey lease, long place) =>
        SendTo(backend, new BackendProtocol.ReturnLease(IdOf(backend), lease, walk.Request.Model, place));
}
