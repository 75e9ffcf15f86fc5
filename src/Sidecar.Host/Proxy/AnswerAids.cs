namespace Sidecar.Host.Proxy;

/// <summary>What was found in a request that its answer needs.</summary>
/// <param name="Tokens">The estimate that a count of tokens may have to be answered by.</param>
/// <param name="Session">Whose answer it is.</param>
internal readonly record struct AnswerAids(long? Tokens, ulong? Session);
