using LinqToDB.Mapping;

namespace Sidecar.Host.Storage;

/// <summary>The columns of the snapshot plugin's table that the audit reads.</summary>
[Table("snapshot")]
internal sealed class SnapshotRecord
{
    [Column("persistence_id", CanBeNull = false)]
    public string PersistenceId { get; set; } = "";

    [Column("sequence_number")]
    public long SequenceNumber { get; set; }

    [Column("manifest")]
    public string? Manifest { get; set; }

    [Column("snapshot", CanBeNull = false)]
    public byte[] Bytes { get; set; } = [];
}
