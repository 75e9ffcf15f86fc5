using System.Diagnostics;
using Sidecar.Diagnostics;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Walk;
using Sidecar.Domain.Wire;
using Sidecar.Ledger;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>Reports a walk to telemetry, from values that it has anyway. It decides nothing.</summary>
internal sealed partial class RequestCoordinator
{
    private void Enter(RequestPhase phase) => _with.Telemetry.Walks.Entered(phase);

    // Called wherever a wait may end; without a wait it does nothing.
    private void EndWait(SeekingData data, string outcome, DateTimeOffset now)
    {
        if (data.Walk.Wait?.Since is not { } since)
            return;
        var trace = data.Context.Request.Trace;
        data.Context.SpentElsewhere(now - since);
        var outer = MakeCurrent(trace?.Current);
        _with.Telemetry.Walks.Waited(now - since, outcome);
        Restore(trace?.Current, outer);
        trace?.EndWait(outcome, now);
    }

    private void BeginAttempt(WalkContext walk, Attempt attempt) =>
        walk.Request.Trace?.BeginAttempt(walk.Request.Path, walk.Request.Model, walk.Request.Envelope.Stream, BackendAt(attempt.Backend),
            attempt.Number, attempt.Phase, attempt.SentAt);

    private void EndAttempt(WalkContext walk, Backend backend, AttemptRow row)
    {
        var (request, trace) = (walk.Request, walk.Request.Trace);
        var outer = MakeCurrent(trace?.Current);
        _with.Telemetry.Attempts.Ended(request.Path, backend, row);
        _with.Telemetry.Usage.Ended(row);
        Restore(trace?.Current, outer);
        trace?.EndAttempt(row);
    }

    private void MeasureAnswer(WalkContext walk, HeldAnswer held)
    {
        if (walk.Request.Trace is { } trace)
            trace.Answered(ModelOf(held.Answer));
        _with.Telemetry.Walks.Answered(Now - walk.Request.ReadAt - walk.Elsewhere, held.Attempt.Phase);
    }

    // A backend's own timeout of the same length may have come first; nothing of its slice was left then either.
    private void MeasureSlice(Attempt attempt, JudgedReply judged, DateTimeOffset now)
    {
        if (attempt.Time.IsShare && judged.Error is UpstreamError.HeadTimeout or UpstreamError.FirstEventTimeout
            && now - attempt.SentAt >= attempt.Time.Length)
            _with.Telemetry.Attempts.Cut(attempt.Target);
    }

    private void EndMeasured(ProxyRequest request, RequestPhase phase, int sent, int status, string code, DateTimeOffset now)
    {
        var outcome = OutcomeLabels.Of(code);
        var outer = MakeCurrent(request.Trace?.Current);
        _with.Telemetry.Walks.Ended(phase, status, outcome, now - request.ArrivedAt);
        _with.Telemetry.Usage.Answered(request.Client, outcome);
        Restore(request.Trace?.Current, outer);
        request.Trace?.End(phase, sent, status, outcome, now);
    }

    private static string? ModelOf(UpstreamAnswer answer) =>
        answer.IsEventStream ? AnswerModel.ReadFirstEvent(answer.Peeked.Span) : answer.IsJson ? AnswerModel.ReadJson(answer.Peeked.Span)
            : null;

    // A measurement taken while its span is current can refer to it as an exemplar.
    private static Activity? MakeCurrent(Activity? span)
    {
        if (span is null)
            return null;
        var outer = Activity.Current;
        Activity.Current = span;
        return outer;
    }

    private static void Restore(Activity? span, Activity? outer)
    {
        if (span is not null)
            Activity.Current = outer;
    }
}
