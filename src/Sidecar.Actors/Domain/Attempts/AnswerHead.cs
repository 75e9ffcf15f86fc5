namespace Sidecar.Domain.Attempts;

/// <summary>What of an answer and its request matters for what the answer means.</summary>
/// <param name="Status">Of the status line: it decides first.</param>
/// <param name="IsGeneration">Something was to be generated. Whatever else is fetched is delivered, whatever stands in it.</param>
/// <param name="HasOwnCredentials">The key that was sent is the backend's, not the client's.</param>
/// <param name="IsEventStream">The body is a stream of events, by its label or by how it begins.</param>
internal readonly record struct AnswerHead(int Status, bool IsGeneration, bool HasOwnCredentials, bool IsEventStream);
