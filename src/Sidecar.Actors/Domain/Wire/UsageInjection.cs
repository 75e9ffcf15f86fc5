namespace Sidecar.Domain.Wire;

/// <summary>Decides for which requests Sidecar asks for usage itself: streams of chat completions, and of the legacy completions, whose
/// client did not ask.</summary>
/// <remarks>Responses and Anthropic messages report usage anyway and reject the option; embeddings do not stream.</remarks>
public static class UsageInjection
{
    /// <param name="path">The request's path without its query.</param>
    public static bool Applies(string path, in RequestEnvelope envelope) =>
        envelope is { IsObject: true, Stream: true, IncludesUsage: false, HasOddStreamOptions: false }
        && path.AsSpan().TrimEnd('/').EndsWith("/completions", StringComparison.Ordinal);
}
