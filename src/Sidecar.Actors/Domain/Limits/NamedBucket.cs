namespace Sidecar.Domain.Limits;

/// <summary>A limit as named in an upstream's headers: what is left of it, and when it is reset.</summary>
/// <param name="Name">The headers' own name, by which it is recognised again.</param>
/// <param name="CountsTokens">Whether it counts tokens; otherwise requests.</param>
/// <param name="IsWhole">For tokens: all of a request's tokens count; otherwise only a part, such as those of its answer.</param>
/// <param name="Window">The period in which it counts; null: unknown.</param>
/// <param name="Limit">Null: unknown.</param>
/// <param name="Remaining">What the upstream would have allowed after the answer.</param>
/// <param name="ResetAt">When all of it is available again.</param>
public sealed record NamedBucket(
    string Name, bool CountsTokens, bool IsWhole, TimeSpan? Window, long? Limit, long Remaining, DateTimeOffset ResetAt)
{
    /// <summary>So little is left that other requests should know before the answer has ended.</summary>
    public bool IsTight => Limit is not { } limit || Remaining <= Math.Max(2, limit / 10);
}
