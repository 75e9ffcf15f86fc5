namespace Sidecar.Domain.Limits;

/// <summary>What a refusal itself says about the limit.</summary>
/// <param name="RetryAfter">When to try again; null if it does not say.</param>
/// <param name="Limit">The number of requests that the limit allows; null if it does not say.</param>
public readonly record struct LimitHint(TimeSpan? RetryAfter = null, long? Limit = null);
