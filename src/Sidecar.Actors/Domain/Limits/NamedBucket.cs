namespace Sidecar.Domain.Limits;

/// <summary>A limit as an upstream's headers name it: what is left of it, and when it is whole again.</summary>
/// <param name="Name">The headers' own, by which it is known again.</param>
/// <param name="CountsTokens">Else requests.</param>
/// <param name="IsWhole">Of tokens: all of a request's count; else a part of them, such as those of its answer.</param>
/// <param name="Window">Within which time it counts; null: it does not say.</param>
/// <param name="Limit">Null: it does not say.</param>
/// <param name="Remaining">What the upstream would have let through after the answer.</param>
/// <param name="ResetAt">When it is whole again.</param>
public sealed record NamedBucket(
    string Name, bool CountsTokens, bool IsWhole, TimeSpan? Window, long? Limit, long Remaining, DateTimeOffset ResetAt)
{
    /// <summary>So little is left that others should hear of it before the answer has come to its end.</summary>
    public bool IsTight => Limit is not { } limit || Remaining <= Math.Max(2, limit / 10);
}
