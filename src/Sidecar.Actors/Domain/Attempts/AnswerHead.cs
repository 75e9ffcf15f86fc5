namespace Sidecar.Domain.Attempts;

/// <summary>What matters of an answer's head and its request for the meaning of the answer.</summary>
/// <param name="Status">From the status line; it decides first.</param>
/// <param name="IsGeneration">Whether the request generates something. Anything else that is fetched is passed on, whatever it
/// contains.</param>
/// <param name="HasOwnCredentials">Whether the key that was sent is the backend's, not the client's.</param>
/// <param name="IsEventStream">Whether the body is an event stream, by its label or by its beginning.</param>
internal readonly record struct AnswerHead(int Status, bool IsGeneration, bool HasOwnCredentials, bool IsEventStream);
