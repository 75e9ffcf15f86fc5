using LinqToDB.Mapping;

namespace Sidecar.Host.Storage;

/// <summary>A row of the table <c>walks</c>.</summary>
[Table("walks")]
internal sealed class WalkRecord
{
    [Column("id", IsPrimaryKey = true, IsIdentity = true)]
    public long Id { get; set; }

    [Column("request_id", CanBeNull = false)]
    public string RequestId { get; set; } = "";

    [Column("arrived_at_us")]
    public long ArrivedAt { get; set; }

    [Column("outcome")]
    public int Outcome { get; set; }

    [Column("facts", CanBeNull = false)]
    public byte[] Facts { get; set; } = [];
}
