using Akka.Actor;
using Sidecar.Backends;
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
        walk.Note(new LeaseAnswered(Now, StateName, refused.BackendId, refused.Reason, refused.RetryAt, null, false));

    /// <summary>Sends attempt number <paramref name="number"/> to the backend that granted the lease.</summary>
    private AwaitingAnswer Send(WalkContext walk, int backend, BackendProtocol.LeaseGranted granted, int number)
    {
        walk.Note(new LeaseAnswered(Now, StateName, granted.BackendId, LeaseRefusal.None, null, granted.Epoch, granted.IsProbe));
        var attempt = new Attempt(number, backend, granted.Lease, granted.Epoch, granted.IsClean, StateName, Now);
        var call = new UpstreamCall(
            walk.Request, BackendAt(backend), number, WalkBudget.Remaining(_with.Policy, walk.Request.ArrivedAt, attempt.SentAt), _with.Policy.InjectUsage);
        return new AwaitingAnswer(attempt, UpstreamFlight.Start(_with.Upstream, call, Self));
    }

    /// <summary>Judges a reply, tells backend and ledger of a failure, and either ends the walk's search or lets the phase go on.</summary>
    /// <param name="seeking">The phase's data.</param>
    /// <param name="replied">What came.</param>
    /// <param name="goOn">What the phase does when the attempt brought nothing to relay. A failed answer is handed to it undisposed.</param>
    private State<RequestPhase, RequestData> Judge(SeekingData seeking, UpstreamReplied replied, Func<HeldAnswer?, AttemptVerdict, State<RequestPhase, RequestData>> goOn)
    {
        if (seeking.Step is not AwaitingAnswer { Attempt: var attempt } || attempt.Number != replied.Attempt)
        {
            (replied.Reply as IDisposable)?.Dispose();
            return Stay();
        }
        var walk = seeking.Walk;
        var judged = JudgedReply.Of(replied.Reply, BackendAt(attempt.Backend), walk.Request, Now);
        walk.Note(new UpstreamAnswered(Now, attempt.Phase, IdOf(attempt.Backend), attempt.Number, judged.Status, judged.Error, judged.Verdict, judged.RetryAfterMs));
        if (judged.Verdict is AttemptVerdict.Success or AttemptVerdict.ClientCredentialsRejected)
            return Commit(seeking, new HeldAnswer((UpstreamAnswer)replied.Reply, attempt, judged.Verdict, Now));

        Complete(walk, attempt, judged);
        if (judged.Verdict == AttemptVerdict.FailedAnswer)
            return goOn(new HeldAnswer((UpstreamAnswer)replied.Reply, attempt, judged.Verdict, Now), judged.Verdict);
        (replied.Reply as IDisposable)?.Dispose();
        return judged.Error switch
        {
            UpstreamError.ClientGone => EndAbandoned(walk),
            UpstreamError.DeadlinePassed => EndExhausted(walk),
            _ => goOn(null, judged.Verdict),
        };
    }

    private void Complete(WalkContext walk, Attempt attempt, JudgedReply judged)
    {
        var backend = BackendAt(attempt.Backend);
        var report = judged.ReportOf(attempt, walk.Request);
        _with.Backends(backend.Id).Tell(new BackendProtocol.CompleteLease(backend.Id, attempt.Lease, report, null), Self);
        var row = AttemptRows.Failed(walk.Request, backend, attempt, judged, Now);
        _with.Ledger.Tell(new Ledger.LedgerProtocol.RecordAttempt(row), Self);
        RequestLog.Attempted(_with.Log, walk.Request.Id, row, judged.Detail);
    }

    private void ReturnLease(SeekingData seeking)
    {
        switch (seeking.Step)
        {
            case AwaitingLease waiting:
                ReturnLease(seeking.Walk, waiting.Backend, waiting.Lease);
                break;
            case AwaitingAnswer flying:
                flying.Flight.Abandon();
                ReturnLease(seeking.Walk, flying.Attempt.Backend, flying.Attempt.Lease);
                break;
        }
    }

    private void ReturnLease(WalkContext walk, int backend, LeaseKey lease) =>
        SendTo(backend, new BackendProtocol.ReturnLease(IdOf(backend), lease, walk.Request.Model));
}
