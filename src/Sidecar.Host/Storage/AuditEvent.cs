namespace Sidecar.Host.Storage;

/// <summary>One stored event in the audit.</summary>
/// <param name="Ordering">The event's place in the journal: increases with every event, with gaps.</param>
/// <param name="PersistenceId"><c>backend-…</c>, <c>emergency</c> or <c>backends</c>.</param>
/// <param name="Backend">Null for an event that belongs to no single backend.</param>
/// <param name="SequenceNumber">The event's place among the events of its persistence id, from 1, without gaps.</param>
/// <param name="At">When it happened; null if the stored bytes cannot be read.</param>
/// <param name="Type">Its manifest, such as <c>cooldown-started.v1</c>.</param>
/// <param name="Data">The stored event: UTF-8 JSON, to be read by <see cref="Journal.BackendEventCodec"/>; under <c>backends</c> without
/// the encrypted parts.</param>
public sealed record AuditEvent(
    long Ordering, string PersistenceId, string? Backend, long SequenceNumber, DateTimeOffset? At, string Type, ReadOnlyMemory<byte> Data);

/// <summary>The parameters of an audit query. Instants are UTC, <paramref name="From"/> inclusive, <paramref name="To"/> exclusive; null
/// means unbounded.</summary>
/// <param name="After">The last <see cref="AuditEvent.Ordering"/> already seen; 0 for the beginning.</param>
/// <param name="Limit">The number of events per page.</param>
public sealed record AuditQuery(
    string? Backend = null, DateTimeOffset? From = null, DateTimeOffset? To = null, long After = 0, int Limit = AuditQuery.DefaultLimit)
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1000;
}

/// <summary>A page of events, oldest first, and the <see cref="AuditQuery.After"/> of the next page; null if there is none.</summary>
public sealed record AuditPage(IReadOnlyList<AuditEvent> Events, long? Next);
