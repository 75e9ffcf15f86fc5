namespace Sidecar.Host.Storage;

/// <summary>One stored event, as the audit shows it.</summary>
/// <param name="Ordering">The event's place in the journal: grows with every event, with gaps.</param>
/// <param name="PersistenceId"><c>backend-…</c>, <c>emergency</c> or <c>backends</c>.</param>
/// <param name="Backend">Null for an event that belongs to no one backend.</param>
/// <param name="SequenceNumber">The event's place among those of its persistence id, from 1 and without gaps.</param>
/// <param name="At">When it happened; null when the stored bytes cannot be read.</param>
/// <param name="Type">Its manifest, such as <c>cooldown-started.v1</c>.</param>
/// <param name="Data">The event as stored: UTF-8 JSON, to be read by <see cref="Journal.BackendEventCodec"/>; under <c>backends</c> without
/// what is encrypted.</param>
public sealed record AuditEvent(
    long Ordering, string PersistenceId, string? Backend, long SequenceNumber, DateTimeOffset? At, string Type, ReadOnlyMemory<byte> Data);

/// <summary>What the audit is asked for. Instants are UTC, <paramref name="From"/> included, <paramref name="To"/> not; null means
/// unbounded.</summary>
/// <param name="After">The <see cref="AuditEvent.Ordering"/> seen last; 0 for the beginning.</param>
/// <param name="Limit">Events in one page.</param>
public sealed record AuditQuery(
    string? Backend = null, DateTimeOffset? From = null, DateTimeOffset? To = null, long After = 0, int Limit = AuditQuery.DefaultLimit)
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1000;
}

/// <summary>Some events, oldest first, and what to ask for as <see cref="AuditQuery.After"/> to get more; null when there were no
/// more.</summary>
public sealed record AuditPage(IReadOnlyList<AuditEvent> Events, long? Next);
