namespace Sidecar.Journal;

/// <summary>The fields' stored names, in snake case like OpenAI's JSON, so that the audit can show a stored event unchanged.</summary>
internal static class EventNames
{
    public const string At = "at";
    public const string Model = "model";
    public const string Reason = "reason";
    public const string Until = "until";
    public const string Streak = "streak";
    public const string Failures = "failures";
    public const string Measure = "measure";
    public const string WindowMs = "window_ms";
    public const string Number = "number";
    public const string Refusals = "refusals";
    public const string Activations = "activations";
    public const string ByOperator = "by_operator";
    public const string Cause = "cause";

    public const string RequestId = "request_id";
    public const string Attempt = "attempt";
    public const string Status = "status";
    public const string Error = "error";
    public const string RetryAfterMs = "retry_after_ms";
    public const string By = "by";
    public const string Why = "why";
}
