namespace Sidecar.Domain.Usage;

/// <summary>Tokens that an upstream reported. Null means unknown, which is not zero.</summary>
/// <param name="Prompt">Input tokens, cached ones included.</param>
/// <param name="Cached">Input tokens read from the upstream's cache.</param>
/// <param name="Completion">Output tokens, reasoning included.</param>
/// <param name="Reasoning">Output tokens spent on reasoning.</param>
/// <param name="Total">As reported; else the sum if both parts are known.</param>
/// <param name="CacheWrite">Input tokens written to the upstream's cache.</param>
public readonly record struct TokenUsage(
    long? Prompt, long? Cached, long? Completion, long? Reasoning, long? Total, long? CacheWrite = null)
{
    public bool IsKnown => Prompt is not null || Completion is not null || Total is not null;
}
