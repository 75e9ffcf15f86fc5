using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Cooldowns;

/// <summary>What a backend is told of an attempt: at its answer, and when the body that the client was given has ended.</summary>
internal static class AttemptReports
{
    /// <summary>At the answer; null when there is nothing to tell yet: it began well, and that is no news.</summary>
    public static AttemptReport? AtAnswer(in AttemptFacts attempt) =>
        attempt.IsOutdated ? attempt.Report(AttemptVerdict.Abandoned, attempt.Error, AttemptPart.Whole)
        : !attempt.Verdict.IsRelayed() ? attempt.Report(attempt.Verdict, attempt.Error, AttemptPart.Whole)
        // A stream may go on for minutes; those who wait for this backend should not wait for its end.
        : attempt.IsClean ? null
        : attempt.Report(attempt.Verdict, null, AttemptPart.Beginning);

    /// <summary>At the end of a stream that told an error after its good beginning: what that error means.</summary>
    /// <param name="retryAfterMs">The rest that the event asked for.</param>
    public static AttemptReport AfterError(in AttemptFacts attempt, AttemptVerdict told, long? retryAfterMs) =>
        (attempt with { RetryAfterMs = retryAfterMs }).Report(told, null, attempt.IsClean ? AttemptPart.Whole : AttemptPart.Ending);

    /// <summary>At the end of the body; null when all was told before.</summary>
    public static AttemptReport? AtEnd(in AttemptFacts attempt, RelayOutcome outcome) => outcome switch
    {
        RelayOutcome.UpstreamBroke => attempt.Report(AttemptVerdict.FailedTransport, UpstreamError.BodyInterrupted, AttemptPart.Ending),
        RelayOutcome.UpstreamStalled => attempt.Report(AttemptVerdict.FailedTransport, UpstreamError.BodyTimeout, AttemptPart.Ending),
        RelayOutcome.Completed => attempt.Report(attempt.Verdict, null, attempt.IsClean ? AttemptPart.Whole : AttemptPart.Ending),
        // Whoever hung up, the backend had begun well.
        _ => attempt.IsClean ? attempt.Report(attempt.Verdict, null, AttemptPart.Beginning) : null,
    };
}

/// <summary>What is known of an attempt when it was answered.</summary>
/// <param name="Number">1-based, within its request.</param>
/// <param name="RetryAfterMs">The rest that the upstream asked for, as read.</param>
/// <param name="Epoch">The backend's count of cooldowns when the attempt was leased.</param>
/// <param name="IsClean">A success was no news to it then.</param>
/// <param name="IsOutdated">It refused a key that had been replaced meanwhile.</param>
/// <param name="IsSilent">Its time passed, and the backend has answered nobody since it was sent.</param>
/// <param name="IsLimitUsed">It was refused when a told limit was used so far that this is no surprise.</param>
internal readonly record struct AttemptFacts(
    string RequestId, int Number, string Model, AttemptVerdict Verdict, int? Status, UpstreamError? Error, long? RetryAfterMs, long Epoch,
        bool IsClean, bool IsOutdated = false, bool IsSilent = false, bool IsLimitUsed = false)
{
    internal AttemptReport Report(AttemptVerdict verdict, UpstreamError? error, AttemptPart part)
    {
        var asked = RetryAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : (TimeSpan?)null;
        return new AttemptReport(
            Model, verdict, Epoch, asked, new Cause(RequestId, Number, Status, error?.ToWire(), RetryAfterMs), part, IsSilent, IsLimitUsed);
    }
}
