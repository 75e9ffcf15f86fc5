using Akka.Actor;
using Sidecar.Backends;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using Sidecar.Pools;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>One attempt: its lease, its call, its reply.</summary>
internal sealed partial class RequestCoordinator
{
    private Backend BackendAt(int index) => _with.Board.Current.Catalog.Backends[index];

    private string IdOf(int index) => BackendAt(index).Id;

    private void SendTo(int index, BackendProtocol.IBackendMessage message) => _with.Backends(IdOf(index)).Tell(message, Self);

    private State<RequestPhase, RequestData> PassOver(SeekingData data, BackendProtocol.LeaseRefused refused)
    {
        data.Context.Note(
            new LeaseAnswered(refused.At, data.Walk.Phase, refused.BackendId, refused.Reason, refused.RetryAt, null, false, refused.Place));
        var walk = WalkDecisions.Refused(data.Walk, MomentOf(data));
        if (walk.Next.Queue.HasFlag(QueueWord.Refused))
            _with.Pool.Tell(
                new PoolProtocol.RefusedLease(data.Walk.Ticket!.Value, data.Walk.Next.Backend, refused.RetryAt, refused.Reason));
        return Carry(data, walk);
    }

    private State<RequestPhase, RequestData> Send(SeekingData data, BackendProtocol.LeaseGranted granted)
    {
        var (context, at) = (data.Context, MomentOf(data));
        context.Note(
            new LeaseAnswered(
            granted.At, data.Walk.Phase, granted.BackendId, LeaseRefusal.None, null, granted.Epoch, granted.IsProbe, granted.Place));
        var walk = WalkDecisions.Granted(data.Walk, at);
        TellQueue(data, walk, at.Now);
        var held = Kept(data.Held, walk);
        var backend = walk.Next.Backend;
        var attempt =
            new Attempt(walk.Sent, backend, BackendAt(backend), granted.Lease, granted.Epoch, granted.IsClean, walk.Phase, at.Now,
            granted.Place.Number, AttemptShare.Of(walk, backend, at));
        BeginAttempt(context, attempt);
        var call = new UpstreamCall(
            context.Request, attempt.Target, attempt.Number, attempt.Time.Length, _with.Policy.InjectUsage, context.Request.Trace?.Current,
            attempt.Time.IsShare);
        return Stay().Using(new SeekingData(context, walk, attempt, UpstreamFlight.Start(_with.Upstream, call, Self), held));
    }

    /// <summary>Classifies a reply. An answer that is good enough goes to the client; any other is reported to backend and ledger before
    /// the phase continues.</summary>
    private State<RequestPhase, RequestData> Judge(SeekingData data, UpstreamReplied replied)
    {
        if (data is not { Attempt: { } attempt, Flight: { } flight } || flight != replied.Flight)
        {
            (replied.Reply as IDisposable)?.Dispose();
            return Stay();
        }
        var (context, at) = (data.Context, MomentOf(data));
        var judged = JudgedReply.Of(replied.Reply, attempt, context.Request, _with.Policy.Routing.AlsoTryNext, at.Now);
        var load = _with.Board.Current.Gauges[attempt.Backend];
        if (replied.Reply is UpstreamAnswer)
            load.Answered(at.Now, at.Now - attempt.SentAt);
        // If the key was replaced during the attempt, the answer says nothing about the new key.
        var facts = judged.FactsOf(attempt, context.Request, load, at.Now) with
        {
            IsOutdated = judged.Verdict == AttemptVerdict.CredentialsRejected
                && !attempt.Target.HasCredentialsOf(BackendAt(attempt.Backend)),
        };
        context.Note(new UpstreamAnswered(
            at.Now, attempt.Phase, IdOf(attempt.Backend), attempt.Number, judged.Status, judged.Error, judged.Verdict, judged.RetryAfterMs,
                facts.IsOutdated, facts.IsSilent, facts.IsLimitUsed)
        {
            IsShareOver = AttemptClassifier.IsTimeout(judged.Verdict, judged.Error) && attempt.Time.IsShareOver(at.Now - attempt.SentAt),
            Translated = context.Request.Ask.IsSpokenBy(attempt.Target) ? Translations.None : context.Request.Ask.Translation,
        });
        context.SpentElsewhere(at.Now - attempt.SentAt);
        var walk = WalkDecisions.Answered(data.Walk, judged.Verdict, judged.Error, at);
        var fresh = replied.Reply is UpstreamAnswer answer ? new HeldAnswer(answer, attempt, judged.Verdict, at.Now, judged.Limits) : null;
        // One of two answers is released: this one, or the one kept so far.
        var (held, other) = walk.Kept == attempt.Number ? (fresh, data.Held) : (data.Held, fresh);
        other?.Answer.Dispose();
        if (walk.Next.Need == Need.Relay)
            return Commit(context, walk, held!);
        Complete(context, attempt, judged, AttemptReports.AtAnswer(facts)!, isAwaited: walk.Next.Need == Need.Note);
        held = Kept(held, walk);
        return walk.Next.Need == Need.Note
            ? Stay().Using(new SeekingData(context, walk, attempt, Held: held))
            : Carry(context, walk.Phase, walk, held);
    }

    private void Complete(WalkContext context, Attempt attempt, JudgedReply judged, AttemptReport report, bool isAwaited)
    {
        var backend = attempt.Target;
        SendTo(attempt.Backend, new BackendProtocol.CompleteLease(backend.Id, attempt.Lease, report, null, isAwaited, attempt.Place,
            judged.Limits));
        var row = AttemptRows.Failed(context.Request, backend, attempt, judged, Now);
        _with.Ledger.Tell(new Ledger.LedgerProtocol.RecordAttempt(row), Self);
        EndAttempt(context, backend, row);
        MeasureSlice(attempt, judged, Now);
        RequestLog.Attempted(_with.Log, context.Request.Id, row, judged.Detail);
    }
}
