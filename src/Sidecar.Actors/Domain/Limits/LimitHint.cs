namespace Sidecar.Domain.Limits;

/// <summary>What a refusal itself tells of the limit.</summary>
/// <param name="RetryAfter">When to come again; null when it does not say.</param>
/// <param name="Limit">The number of requests that the limit is; null when it does not say.</param>
public readonly record struct LimitHint(TimeSpan? RetryAfter = null, long? Limit = null);
