namespace Sidecar.Domain.Wire;

/// <summary>Decides which requests are asked for usage on the client's behalf: streams of chat completions, and of the legacy completions,
/// that did not ask themselves.</summary>
/// <remarks>Responses and Anthropic messages report usage unasked and reject the option; embeddings do not stream.</remarks>
public static class UsageInjection
{
    /// <param name="path">The request's path without its query.</param>
    public static bool Applies(string path, in RequestEnvelope envelope) =>
        envelope is { IsObject: true, Stream: true, IncludesUsage: false, HasOddStreamOptions: false }
        && path.AsSpan().TrimEnd('/').EndsWith("/completions", StringComparison.Ordinal);
}
