using LinqToDB.Mapping;

namespace Sidecar.Host.Storage;

/// <summary>The columns of the journal plugin's table that the audit reads.</summary>
[Table("journal")]
internal class JournalRecord
{
    [Column("ordering", IsPrimaryKey = true)]
    public long Ordering { get; set; }

    [Column("persistence_id", CanBeNull = false)]
    public string PersistenceId { get; set; } = "";

    [Column("sequence_number")]
    public long SequenceNumber { get; set; }

    [Column("manifest")]
    public string? Manifest { get; set; }

    [Column("message", CanBeNull = false)]
    public byte[] Message { get; set; } = [];
}
