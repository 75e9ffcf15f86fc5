namespace Sidecar.Host.Storage;

/// <summary>A walk as it is read again: <paramref name="Facts"/> is a UTF-8 JSON array, shape in <c>docs/events.md</c>.</summary>
public sealed record StoredWalk(string RequestId, DateTimeOffset ArrivedAt, int Outcome, byte[] Facts);
