using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Forecast;

/// <summary>Attempts of simulated walks, and their effect on backends.</summary>
internal sealed partial class Simulation
{
    private void Call(SimulatedWalk walk, SimulatedBackend backend, DateTimeOffset now)
    {
        var (state, serving) = (walk.State, backend.Serving.State);
        var reply = InTime(walk.Ask(backend.Upstream, now), AttemptShare.Of(state, backend.Index, At(now)));
        var attempt = walk.Attempt = new SimulatedAttempt(backend, reply, now, serving.Epoch, serving.IsClean);
        walk.IsGuessed |= !reply.IsKnown;
        ArrangeNext(walk, now + reply.Like.Head, at => Hear(walk, attempt, at));
    }

    // An upstream that hung uses up all the time that the attempt is given, however much that was in the record.
    private static SimulatedReply InTime(SimulatedReply reply, AttemptTime time)
    {
        var like = reply.Like;
        var isLate = like.Head >= time.Length
            || (AttemptClassifier.IsTimeout(like.Verdict, like.Error) && time.Length < TimeSpan.MaxValue);
        if (!isLate)
            return reply;
        var error = time.IsShare ? UpstreamError.FirstEventTimeout : UpstreamError.DeadlinePassed;
        return reply with
        {
            Like = like with
            {
                Verdict = AttemptClassifier.Classify(error, time.IsFair),
                Error = error,
                Status = null,
                Head = time.Length,
                Whole = time.Length,
            },
        };
    }

    private void Hear(SimulatedWalk walk, SimulatedAttempt attempt, DateTimeOffset now)
    {
        var (backend, reply, lease) = (attempt.Backend, attempt.Reply, walk.State.Lease);
        var told = reply.Like;
        if (walk.Recorded.IsCounted)
            _figures.Attempt(backend.Id, told.IsRefused);
        if (told.Status is not null)
            backend.Load.Answered(now, now - attempt.SentAt);
        Judge(walk, backend, lease, AttemptReports.AtAnswer(attempt.FactsOf(walk.State, now)), now);
        Become(walk, WalkDecisions.Answered(walk.State, told.Verdict, told.Error, At(now)));
        if (told.Verdict.IsRelayed())
        {
            ArrangeNext(walk, attempt.SentAt + (told.Whole > told.Head ? told.Whole : told.Head), at => EndRelay(walk, attempt, at));
            return;
        }
        reply.Limit?.Ended(now);
        Return(backend, lease, null, now);
        walk.KeptBy = walk.State.Kept == walk.State.Sent ? backend.Id : walk.KeptBy;
        Act(walk, now);
    }

    private void EndRelay(SimulatedWalk walk, SimulatedAttempt attempt, DateTimeOffset now)
    {
        var (backend, state) = (attempt.Backend, walk.State);
        var outcome = attempt.Reply.Like.Outcome is RelayOutcome.UpstreamBroke or RelayOutcome.UpstreamStalled
            ? attempt.Reply.Like.Outcome : RelayOutcome.Completed;
        attempt.Reply.Limit?.Ended(now);
        if (outcome == RelayOutcome.Completed)
            backend.Load.Answered(now);
        var usage = _upstreams.UsageOf(walk.Recorded, walk.Draw());
        Judge(walk, backend, state.Lease, AttemptReports.AtEnd(attempt.FactsOf(state, now), outcome), now);
        Return(backend, state.Lease, UsedOf(usage), now);
        Use(walk, backend, usage);
        Finish(walk, backend.Id, isGone: false);
    }

    private void Judge(SimulatedWalk walk, SimulatedBackend backend, LeaseKey lease, AttemptReport? report, DateTimeOffset now)
    {
        Apply(backend, backend.Serving.Learn(lease, report, now));
        Apply(backend, backend.Serving.Decide(report, now, walk.Draw()));
        Show(backend, backend.Serving.TakeNewRoom(now), now);
    }

    private void Return(SimulatedBackend backend, LeaseKey lease, long? tokens, DateTimeOffset now)
    {
        backend.Serving.Return(lease, tokens, out var makesRoom);
        Show(backend, makesRoom, now);
    }

    private void Show(SimulatedBackend backend, bool hasNewRoom, DateTimeOffset now)
    {
        backend.ShowLoad(now);
        if (hasNewRoom)
            _pool.Hear(backend.Index, backend.Serving.State);
    }

    private void Use(SimulatedWalk walk, SimulatedBackend backend, TokenUsage? usage)
    {
        if (walk.Recorded.IsCounted)
            _figures.Used(UsedOf(usage), usage is { } known
                ? TokenCost.Of(known, backend.Serving.Definition.FindModel(walk.Recorded.Model)?.Price) : null);
    }

    private static long? UsedOf(TokenUsage? usage) =>
        usage is { } known ? known.Total ?? (known.Prompt is { } prompt ? prompt + (known.Completion ?? 0) : null) : null;
}
