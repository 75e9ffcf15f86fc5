using LinqToDB.Mapping;

namespace Sidecar.Host.Storage;

/// <summary>A row of the table <c>attempts</c>; units as in <see cref="LedgerUnits"/>.</summary>
[Table("attempts")]
internal sealed class AttemptRecord
{
    [Column("id", IsPrimaryKey = true, IsIdentity = true)]
    public long Id { get; set; }

    [Column("at_us")]
    public long At { get; set; }

    [Column("request_id", CanBeNull = false)]
    public string RequestId { get; set; } = "";

    [Column("attempt")]
    public int Attempt { get; set; }

    [Column("backend", CanBeNull = false)]
    public string Backend { get; set; } = "";

    [Column("pool", CanBeNull = false)]
    public string Pool { get; set; } = "";

    [Column("model", CanBeNull = false)]
    public string Model { get; set; } = "";

    [Column("client")]
    public string? Client { get; set; }

    [Column("phase", CanBeNull = false)]
    public string Phase { get; set; } = "";

    [Column("status")]
    public int? Status { get; set; }

    [Column("error_class")]
    public string? ErrorClass { get; set; }

    [Column("prompt_tokens")]
    public long? PromptTokens { get; set; }

    [Column("cached_tokens")]
    public long? CachedTokens { get; set; }

    [Column("completion_tokens")]
    public long? CompletionTokens { get; set; }

    [Column("reasoning_tokens")]
    public long? ReasoningTokens { get; set; }

    [Column("total_tokens")]
    public long? TotalTokens { get; set; }

    [Column("cost_pico")]
    public long? Cost { get; set; }

    [Column("latency_ms")]
    public double LatencyMs { get; set; }

    [Column("first_token_ms")]
    public double? FirstTokenMs { get; set; }

    [Column("streamed")]
    public bool Streamed { get; set; }
}
