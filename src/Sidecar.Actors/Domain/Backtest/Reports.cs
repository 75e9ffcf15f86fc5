using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>What a backend was told of an attempt, from the walk's facts.</summary>
internal static class Reports
{
    /// <summary>When the answer came; null when there was nothing to tell yet.</summary>
    /// <param name="op">The answer.</param>
    /// <param name="epoch">The backend's count of cooldowns when the attempt was leased.</param>
    /// <param name="isClean">A success was no news then.</param>
    public static AttemptReport? AtAnswer(Op op, long epoch, bool isClean)
    {
        var answer = op.Fact!;
        if (WalkOps.IsRelayed(answer))
            return isClean ? null : Report(op, answer, epoch, AttemptPart.Beginning);
        var asked = answer.RetryAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : (TimeSpan?)null;
        var cause = new Cause(op.Walk!.RequestId, op.Attempt, answer.Status, answer.Error?.ToString(), answer.RetryAfterMs);
        return new AttemptReport(op.Walk.Model, answer.Verdict!.Value, epoch, asked, cause);
    }

    /// <summary>When the body had ended.</summary>
    /// <param name="isTold">The backend had been told that it began well.</param>
    public static AttemptReport? AtEnd(Op op, long epoch, bool isTold) => op.Fact!.Code switch
    {
        "UpstreamBroke" => Interruption(op, epoch, UpstreamError.BodyInterrupted),
        "UpstreamStalled" => Interruption(op, epoch, UpstreamError.BodyTimeout),
        "Completed" => Report(op, op.Answer!, epoch, isTold ? AttemptPart.Ending : AttemptPart.Whole),
        _ => isTold ? null : Report(op, op.Answer!, epoch, AttemptPart.Beginning),
    };

    private static AttemptReport Report(Op op, StoredFact answer, long epoch, AttemptPart part) =>
        new(op.Walk!.Model, answer.Verdict!.Value, epoch, null, new Cause(op.Walk.RequestId, op.Attempt, answer.Status), part);

    private static AttemptReport Interruption(Op op, long epoch, UpstreamError error) =>
        new(op.Walk!.Model, AttemptVerdict.FailedTransport, epoch, null, new Cause(op.Walk.RequestId, op.Attempt, op.Answer!.Status, error.ToString()), AttemptPart.Ending);
}
