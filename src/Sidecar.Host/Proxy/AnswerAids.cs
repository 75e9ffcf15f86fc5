namespace Sidecar.Host.Proxy;

/// <summary>What was found in a request and is needed for its answer.</summary>
/// <param name="Tokens">The token estimate, in case a request to count tokens must be answered with it.</param>
/// <param name="Session">The request's session.</param>
internal readonly record struct AnswerAids(long? Tokens, ulong? Session);
